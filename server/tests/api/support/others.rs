//! A certificate authority of others: root and issuer made by OpenSSL, whose CMP server reads each question
//! and packs each answer.

use p256::ecdsa::SigningKey;
use pades::algorithm::Hash;
use pades::certificate::{self, COMMON_NAME, COUNTRY, Profile};
use pades::encode::sequence;
use pades::key::Signer;
use pkcs8::DecodePrivateKey;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use x509_cert::Certificate;
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::{Any, Decode, EncodePem, Tag, Tagged, pem::LineEnding};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{SubjectAltName, name::GeneralName};
use x509_cert::time::Time;

/// What portal and authority share.
pub const SECRET: &str = "a secret of the two";

/// What the authority does with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Right,
    /// Hangs up.
    None,
    Refusal,
    /// Changed on its way.
    Forged,
    OtherKey,
    OtherSubject,
    WithoutClaims,
    LastsForYears,
    ExpiredChain,
    OtherIssuer,
    /// The answer to an earlier question.
    OfBefore,
}

/// Runs OpenSSL in `folder`; answers what it says.
pub fn openssl(folder: &Path, line: &str) -> String {
    let (said, well) = tried(folder, "openssl", line);
    assert!(well, "openssl {line}: {said}");
    said
}

fn tried(folder: &Path, program: &str, line: &str) -> (String, bool) {
    let output = Command::new(program).args(line.split(' ')).current_dir(folder).output();
    let output = output.expect("cargo xtask test installs openssl");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (said.concat(), output.status.success())
}

pub struct Authority {
    folder: tempfile::TempDir,
    address: String,
    answer: Arc<Mutex<Answer>>,
}

impl Authority {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        make(folder.path());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("bound").to_string();
        let answer = Arc::new(Mutex::new(Answer::Right));
        tokio::spawn(serve(listener, folder.path().to_owned(), answer.clone()));
        Self {
            folder,
            address,
            answer,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}/cmp", self.address)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a list in the place of the issuer's that was to be replaced long ago.
    pub fn lists_stale(&self) {
        let folder = self.folder.path();
        let line = "-f -400d openssl ca -config ca.cnf -name authority -gencrl -keyfile issuing.key -cert issuing.pem -out stale.pem";
        let (said, well) = tried(folder, "faketime", line);
        assert!(well, "{said}");
        openssl(folder, "crl -in stale.pem -outform der -out issuing.crl");
    }

    /// Puts the list of today back.
    pub fn lists_anew(&self) {
        openssl(
            self.folder.path(),
            "crl -in issuing.crl.pem -outform der -out issuing.crl",
        );
    }

    pub fn answers(&self, answer: Answer) {
        *self.answer.lock().expect("not poisoned") = answer;
    }
}

/// Root, issuer and their lists; the issuer of before; an issuer nobody trusts.
fn make(folder: &Path) {
    let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("it writes");
    for name in ["ca", "issuing", "stranger", "any"] {
        openssl(
            folder,
            &format!("ecparam -name prime256v1 -genkey -noout -out {name}.key"),
        );
    }
    // The certificates that are issued name their issuer's key as RFC 7093 has it.
    let public = key(folder, "issuing").public();
    let point = hex::encode(&Hash::Sha256.digest(&[&public[public.len() - 65..]])[..20]);
    put(
        "ca.cnf",
        &format!(
            "[req]\ndistinguished_name = dn\n[dn]\n[ca]\nbasicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\n\
             subjectKeyIdentifier = hash\n[issuing]\nbasicConstraints = critical,CA:TRUE,pathlen:0\n\
             keyUsage = critical,keyCertSign,cRLSign\nsubjectKeyIdentifier = {point}\nauthorityKeyIdentifier = keyid\n\
             [authority]\ndatabase = index\ncrlnumber = number\ndefault_md = sha256\ndefault_crl_days = 30\n"
        ),
    );
    put("index", "");
    put("number", "01\n");
    for line in [
        "req -x509 -new -key ca.key -subj /CN=Other -days 365 -config ca.cnf -extensions ca -out ca.pem",
        "req -x509 -new -key stranger.key -subj /CN=Stranger -days 365 -config ca.cnf -extensions ca -out stranger.pem",
        "req -new -key issuing.key -subj /CN=OtherSigners -config ca.cnf -out issuing.csr",
        "x509 -req -in issuing.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 365 -extfile ca.cnf -extensions issuing -out issuing.pem",
        "ca -config ca.cnf -name authority -gencrl -keyfile ca.key -cert ca.pem -out ca.crl.pem",
        "crl -in ca.crl.pem -outform der -out ca.crl",
        "ca -config ca.cnf -name authority -gencrl -keyfile issuing.key -cert issuing.pem -out issuing.crl.pem",
        "crl -in issuing.crl.pem -outform der -out issuing.crl",
    ] {
        openssl(folder, line);
    }
    let line = "-f -400d openssl x509 -req -in issuing.csr -CA ca.pem -CAkey ca.key -set_serial 8 -days 30 -extfile ca.cnf -extensions issuing -out before.pem";
    let (said, well) = tried(folder, "faketime", line);
    assert!(well, "{said}");
}

fn key(folder: &Path, name: &str) -> SigningKey {
    openssl(
        folder,
        &format!("pkcs8 -topk8 -nocrypt -in {name}.key -outform der -out {name}.pk8"),
    );
    let der = std::fs::read(folder.join(format!("{name}.pk8"))).expect("it reads");
    SigningKey::from_pkcs8_der(&der).expect("a key")
}

/// What a question asks for.
struct Asked {
    subject: Vec<u8>,
    key: Vec<u8>,
    claims: Vec<String>,
    from: i64,
    until: i64,
}

impl Asked {
    /// Reads the template in an `ir` (RFC 9810 §5.3.1, RFC 4211 §5).
    fn read(der: &[u8]) -> Self {
        let all = |any: &Any| any.decode_as::<Vec<Any>>().expect("a sequence");
        let message = Vec::<Any>::from_der(der).expect("a message");
        let requests = Vec::<Any>::from_der(message[1].value()).expect("requests");
        let template = all(&all(&all(&requests[0])[0])[1]);
        let field = |wanted: u32| {
            let found = template
                .iter()
                .find(|it| matches!(it.tag(), Tag::ContextSpecific { number, .. } if number.value() == wanted));
            found.expect("the field").value().to_vec()
        };
        let days = Vec::<Any>::from_der(&sequence(&[&field(4)])).expect("days");
        let days: Vec<i64> = days
            .iter()
            .map(|day| {
                Time::from_der(day.value())
                    .expect("a time")
                    .to_unix_duration()
                    .as_secs() as i64
            })
            .collect();
        let extensions = Vec::<Extension>::from_der(&sequence(&[&field(9)])).expect("extensions");
        let names = extensions
            .iter()
            .find(|it| it.extn_id == SubjectAltName::OID)
            .and_then(|it| SubjectAltName::from_der(it.extn_value.as_bytes()).ok());
        let claims = names
            .expect("alternative names")
            .0
            .into_iter()
            .filter_map(|name| match name {
                GeneralName::UniformResourceIdentifier(uri) => Some(uri.to_string()),
                _ => None,
            });
        Self {
            subject: field(5),
            key: sequence(&[&field(6)]),
            claims: claims.collect(),
            from: days[0],
            until: days[1],
        }
    }
}

async fn serve(listener: TcpListener, folder: PathBuf, answer: Arc<Mutex<Answer>>) {
    loop {
        let (mut stream, _) = listener.accept().await.expect("it listens");
        let answer = *answer.lock().expect("not poisoned");
        if answer == Answer::None {
            continue;
        }
        let question = body(&mut stream).await;
        let folder = folder.clone();
        let packed = tokio::task::spawn_blocking(move || answered(&folder, &question, answer)).await;
        let packed = packed.expect("it answers");
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/pkixcmp\r\ncontent-length: {}\r\n\r\n",
            packed.len()
        );
        stream
            .write_all(&[head.as_bytes(), &packed].concat())
            .await
            .expect("it writes");
    }
}

async fn body(stream: &mut TcpStream) -> Vec<u8> {
    let mut request = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let read = stream.read(&mut chunk).await.expect("it reads");
        assert!(read > 0, "the portal asked nothing");
        request.extend(&chunk[..read]);
        let Some(at) = request.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&request[..at]).to_ascii_lowercase();
        assert!(
            head.starts_with("post /cmp ") && head.contains("content-type: application/pkixcmp"),
            "{head}"
        );
        let (_, length) = head.split_once("content-length: ").expect("a length");
        let length: usize = length.lines().next().expect("a line").trim().parse().expect("a number");
        if request.len() == at + 4 + length {
            return request.split_off(at + 4);
        }
    }
}

fn answered(folder: &Path, question: &[u8], answer: Answer) -> Vec<u8> {
    if answer == Answer::OfBefore {
        return std::fs::read(folder.join("answer.der")).expect("an earlier one");
    }
    let mut asked = Asked::read(question);
    let other = certificate::name(&[(COUNTRY, "CN"), (COMMON_NAME, "李四")]);
    match answer {
        Answer::OtherKey => asked.key = key(folder, "any").public(),
        Answer::OtherSubject => asked.subject = other,
        Answer::WithoutClaims => asked.claims.clear(),
        Answer::LastsForYears => asked.until += 2 * 365 * 86_400,
        _ => {}
    }
    let (file, chain) = match answer {
        Answer::OtherIssuer => ("stranger", "stranger.pem"),
        Answer::ExpiredChain => ("issuing", "before.pem"),
        _ => ("issuing", "issuing.pem"),
    };
    let issuer = if file == "stranger" { "Stranger" } else { "OtherSigners" };
    let issued = certificate::issue(
        &certificate::Request {
            subject: &asked.subject,
            key: &asked.key,
            serial: *uuid::Uuid::from_u128(uuid::Uuid::new_v4().as_u128() >> 2).as_bytes(),
            from: asked.from,
            until: asked.until,
            profile: Profile::Signing { claims: &asked.claims },
        },
        certificate::Authority {
            name: &certificate::name(&[(COMMON_NAME, issuer)]),
            key: &key(folder, file),
        },
    );
    let issued = Certificate::from_der(&issued.expect("issued")).expect("a certificate");
    std::fs::write(folder.join("leaf.pem"), issued.to_pem(LineEnding::LF).expect("PEM")).expect("it writes");
    std::fs::write(folder.join("question.der"), question).expect("it writes");
    let secret = if answer == Answer::Refusal { "another" } else { SECRET };
    std::fs::write(folder.join("secret"), SECRET).expect("it writes");
    std::fs::write(folder.join("server-secret"), secret).expect("it writes");
    let packed = packed(folder, chain);
    if answer == Answer::Forged {
        // In the certificate, which its name stands in.
        let mut forged = packed;
        let at = forged
            .windows(6)
            .position(|it| it == "张建".as_bytes())
            .expect("the name");
        forged[at] ^= 1;
        return forged;
    }
    packed
}

/// The answer to `question.der` with `leaf.pem`, by OpenSSL's CMP server, if it accepts the question.
fn packed(folder: &Path, chain: &str) -> Vec<u8> {
    let line = format!(
        "cmp -cmd ir -use_mock_srv -ref portal -secret file:secret -srv_ref portal -srv_secret file:server-secret -rsp_cert leaf.pem \
         -rsp_extracerts {chain} -accept_raverified -grant_implicitconf -newkey any.key -subject /CN=any -recipient /CN=any \
         -certout out.pem -reqin question.der -rspout answer.der"
    );
    let _ = std::fs::remove_file(folder.join("answer.der"));
    // Its client, who asked nothing itself, is of no interest.
    let (said, _) = tried(folder, "openssl", &line);
    std::fs::read(folder.join("answer.der")).unwrap_or_else(|_| panic!("{said}"))
}
