//! The key of one signature. Where the browser has it, it is a WebCrypto key that no script can
//! read; for Ed25519 in older browsers a key in this program's memory, wiped when it is dropped.

use domain::hash::{P256Key, PublicKey, Signature};
use domain::signer::{KeyAlgorithm, SignerKey};
use ed25519_dalek::{Signer, SigningKey};
use js_sys::{JSON, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = generateKey)]
    fn generate_key(algorithm: &JsValue, extractable: bool, usages: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = exportKey)]
    fn export_key(format: &str, key: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = sign)]
    fn sign_with(algorithm: &JsValue, key: &JsValue, message: &[u8]) -> Result<Promise, JsValue>;
}

pub struct Key {
    public: SignerKey,
    private: Private,
}

enum Private {
    /// A `CryptoKey`.
    Browser(JsValue),
    Memory(Box<SigningKey>),
}

/// Makes and signs with keys of `algorithm`, as WebCrypto names them.
fn named(algorithm: KeyAlgorithm) -> &'static str {
    match algorithm {
        KeyAlgorithm::Ed25519 => r#"{"name":"Ed25519"}"#,
        KeyAlgorithm::P256 => r#"{"name":"ECDSA","namedCurve":"P-256","hash":"SHA-256"}"#,
    }
}

impl Key {
    /// `None` if the browser makes no such key.
    ///
    /// # Panics
    /// If the browser has no source of randomness, without which nothing here is safe.
    pub async fn fresh(algorithm: KeyAlgorithm) -> Option<Self> {
        match (Self::of_browser(algorithm).await, algorithm) {
            (Ok(Some(key)), _) => Some(key),
            (_, KeyAlgorithm::P256) => None,
            (_, KeyAlgorithm::Ed25519) => {
                let mut seed = zeroize::Zeroizing::new([0; 32]);
                getrandom::fill(seed.as_mut_slice()).expect("the browser gives random bytes");
                let key = SigningKey::from_bytes(&seed);
                Some(Self {
                    public: PublicKey(key.verifying_key().to_bytes()).into(),
                    private: Private::Memory(Box::new(key)),
                })
            }
        }
    }

    async fn of_browser(algorithm: KeyAlgorithm) -> Result<Option<Self>, JsValue> {
        let (how, usages) = (JSON::parse(named(algorithm))?, JSON::parse(r#"["sign","verify"]"#)?);
        let pair = JsFuture::from(generate_key(&how, false, &usages)?).await?;
        let public = export_key("raw", &Reflect::get(&pair, &"publicKey".into())?)?;
        let public = Uint8Array::new(&JsFuture::from(public).await?).to_vec();
        let public = match algorithm {
            KeyAlgorithm::Ed25519 => public.try_into().map(|key| SignerKey::Ed25519(PublicKey(key))),
            KeyAlgorithm::P256 => public.try_into().map(|key| SignerKey::P256(P256Key(key))),
        };
        let private = Reflect::get(&pair, &"privateKey".into())?;
        Ok(public.ok().map(|public| Self {
            public,
            private: Private::Browser(private),
        }))
    }

    pub fn public(&self) -> SignerKey {
        self.public
    }

    /// `None` if the browser does not sign.
    pub async fn sign(&self, message: &[u8]) -> Option<Signature> {
        match &self.private {
            Private::Memory(key) => Some(Signature(key.sign(message).to_bytes())),
            Private::Browser(key) => {
                let how = JSON::parse(named(self.public.algorithm())).ok()?;
                let signed = JsFuture::from(sign_with(&how, key, message).ok()?).await.ok()?;
                let signed = Uint8Array::new(&signed).to_vec();
                signed.try_into().ok().map(Signature)
            }
        }
    }
}
