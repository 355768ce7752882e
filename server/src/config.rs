//! Everything that can be set: by flag, by environment, by file, in this order.

use anyhow::Context;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Parser};
use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// Where the portal keeps what it knows.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// File with settings: `name = value` lines (TOML), the names of these flags
    #[arg(long, env = "MAPLEBRIDGE_CONFIG")]
    pub config: Option<PathBuf>,
    /// Folder of the database, files and keys
    #[arg(long, env = "MAPLEBRIDGE_DATA", default_value = "data")]
    pub data: PathBuf,
    /// `sqlite://…` or `postgres://…`; SQLite in the data folder by default
    #[arg(long, env = "MAPLEBRIDGE_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct Config {
    #[command(flatten)]
    pub place: Place,
    /// Address to listen on
    #[arg(long, env = "MAPLEBRIDGE_LISTEN", default_value = "127.0.0.1")]
    pub listen: IpAddr,
    /// HTTP port; media uses the UDP port of the same number, and this one where UDP does not pass. 0 takes any free port
    #[arg(long, env = "MAPLEBRIDGE_PORT", default_value_t = 4000)]
    pub port: u16,
    /// Address of this server as browsers see it, e.g. https://tiaojie.example.cn
    #[arg(long, env = "MAPLEBRIDGE_ORIGIN", default_value = "")]
    pub origin: String,
    /// IP address to offer for media; the listening address by default
    #[arg(long, env = "MAPLEBRIDGE_MEDIA_ADDRESS")]
    pub media_address: Option<IpAddr>,
    /// People in all mediation rooms of this server together; whoever comes beyond is told so
    #[arg(long, env = "MAPLEBRIDGE_MEDIA_PEOPLE", default_value_t = 400)]
    pub media_people: usize,
    /// Minutes that talks under way may take after the signal to stop, while no new ones begin and `/readyz` says
    /// `draining`; a second signal ends them. 0 stops at once: browsers come back by themselves
    #[arg(long, env = "MAPLEBRIDGE_DRAIN", default_value_t = 0)]
    pub drain: u64,
    /// Most room on the disk for recordings of the mediation room, in gigabytes; a recording ends where it is used up. 0 records nothing
    #[arg(long, env = "MAPLEBRIDGE_RECORDINGS_SPACE", default_value_t = 50)]
    pub recordings_space: u64,
    /// Relays for networks where UDP does not pass, e.g. turns:turn.example.cn:443?transport=tcp
    #[arg(long, env = "MAPLEBRIDGE_TURN", value_delimiter = ',')]
    pub turn: Vec<String>,
    /// Secret shared with the relays (coturn: static-auth-secret)
    #[arg(long, env = "MAPLEBRIDGE_TURN_SECRET", hide_env_values = true, default_value = "")]
    pub turn_secret: String,
    /// Address of the proxy that ends TLS; its X-Forwarded-For says who asks
    #[arg(long, env = "MAPLEBRIDGE_PROXY")]
    pub proxy: Option<IpAddr>,
    /// Text message gateway, http://host:port/path on the private network
    #[arg(long, env = "MAPLEBRIDGE_SMS")]
    pub sms: Option<String>,
    /// Secret sent to the gateway as a bearer token
    #[arg(long, env = "MAPLEBRIDGE_SMS_SECRET", hide_env_values = true, default_value = "")]
    pub sms_secret: String,
    /// File whose content opens the signing keys of the portal and its authority; made in the data
    /// folder by default. Keep it elsewhere, and a stolen data folder signs nothing
    #[arg(long, env = "MAPLEBRIDGE_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// Passphrase that opens the signing keys, instead of a key file
    #[arg(long, env = "MAPLEBRIDGE_KEY_PASSPHRASE", hide_env_values = true)]
    pub key_passphrase: Option<String>,
    /// PKCS#11 module, a shared library, in whose token the keys of authority, seals and timestamps lie
    /// instead of in files
    #[arg(long, env = "MAPLEBRIDGE_PKCS11")]
    pub pkcs11: Option<PathBuf>,
    /// Label of the token
    #[arg(long, env = "MAPLEBRIDGE_PKCS11_TOKEN", default_value = "maplebridge")]
    pub pkcs11_token: String,
    /// File with the token's PIN
    #[arg(long, env = "MAPLEBRIDGE_PKCS11_PIN_FILE")]
    pub pkcs11_pin_file: Option<PathBuf>,
    /// The token's PIN, instead of a file
    #[arg(long, env = "MAPLEBRIDGE_PKCS11_PIN", hide_env_values = true)]
    pub pkcs11_pin: Option<String>,
    /// Timestamping authority (RFC 3161), http://host:port/path on the private network; the
    /// built-in one, which vouches for the server's clock only, by default
    #[arg(long, env = "MAPLEBRIDGE_TIMESTAMP")]
    pub timestamp: Option<String>,
    /// Root certificate (PEM) of that authority
    #[arg(long, env = "MAPLEBRIDGE_TIMESTAMP_ROOT")]
    pub timestamp_root: Option<PathBuf>,
    /// Revocation list (DER) of that authority, read anew for each seal
    #[arg(long, env = "MAPLEBRIDGE_TIMESTAMP_CRL")]
    pub timestamp_crl: Option<PathBuf>,
    /// Certificate authority for signers' keys (CMP, RFC 9810), http://host:port/path on the private
    /// network. It takes the portal's word that a signer has the key, grants implicit confirmation and
    /// signs with ECDSA P-256; the built-in one by default
    #[arg(long, env = "MAPLEBRIDGE_AUTHORITY")]
    pub authority: Option<String>,
    /// Reference by which that authority knows the portal
    #[arg(long, env = "MAPLEBRIDGE_AUTHORITY_REFERENCE", default_value = "")]
    pub authority_reference: String,
    /// Secret shared with that authority
    #[arg(
        long,
        env = "MAPLEBRIDGE_AUTHORITY_SECRET",
        hide_env_values = true,
        default_value = ""
    )]
    pub authority_secret: String,
    /// Root certificate (PEM) of that authority
    #[arg(long, env = "MAPLEBRIDGE_AUTHORITY_ROOT")]
    pub authority_root: Option<PathBuf>,
    /// Revocation lists (DER) of that authority, one for each issuer from the root down, with commas; read
    /// anew for each seal
    #[arg(long, env = "MAPLEBRIDGE_AUTHORITY_CRL", value_delimiter = ',')]
    pub authority_crl: Vec<PathBuf>,
    /// Mail server: smtps://user:secret@host, smtp://host?tls=required, or smtp://host:25 on the private
    /// network; without one no mail is sent
    #[arg(long, env = "MAPLEBRIDGE_MAIL", hide_env_values = true)]
    pub mail: Option<String>,
    /// Sender of mail, e.g. 枫桥云调 <tiaojie@example.cn>
    #[arg(long, env = "MAPLEBRIDGE_MAIL_FROM", default_value = "")]
    pub mail_from: String,
    /// Certificates (PEM) of further authorities the portal trusts when it calls others by TLS: a
    /// court's webhook, a mail server
    #[arg(long, env = "MAPLEBRIDGE_OUTBOUND_CA")]
    pub outbound_ca: Option<PathBuf>,
    /// Witness that cosigns the log: its verifier key and address, name+id+key@http://host:port on
    /// the private network; several with commas
    #[arg(long, env = "MAPLEBRIDGE_WITNESS", value_delimiter = ',')]
    pub witness: Vec<String>,
    /// Program that draws pages of files shown in the room, called as this one is with `page`: one that confines it
    /// further; this one by default
    #[arg(long, env = "MAPLEBRIDGE_PAGE_PROGRAM")]
    pub page_program: Option<PathBuf>,
    /// Seed the example cases and open the demo door: anyone may then enter as anyone
    #[arg(long, env = "MAPLEBRIDGE_DEMO")]
    pub demo: bool,
}

impl Place {
    /// # Errors
    /// If the data folder cannot be made, or the address is of no known database.
    pub fn database_url(&self) -> anyhow::Result<String> {
        match &self.database {
            Some(url) if url.starts_with("postgres://") || url.starts_with("sqlite://") => Ok(url.clone()),
            // Not repeated: it may hold a password.
            Some(_) => anyhow::bail!("the database's address must begin with sqlite:// or postgres://"),
            None => {
                std::fs::create_dir_all(&self.data)
                    .with_context(|| format!("cannot make the data folder {}", self.data.display()))?;
                Ok(format!(
                    "sqlite://{}?mode=rwc",
                    self.data.join("maplebridge.db").display()
                ))
            }
        }
    }

    /// Files of cases, by hash.
    pub fn files(&self) -> PathBuf {
        self.data.join("files")
    }
}

impl Config {
    /// With `origin` filled in from the listening `address` where none was given.
    ///
    /// # Errors
    /// If a setting makes no sense, with a sentence that says which and why.
    pub fn at(mut self, address: SocketAddr) -> anyhow::Result<Self> {
        if self.origin.is_empty() {
            self.origin = format!("http://{address}");
        }
        let host = self
            .origin
            .strip_prefix("https://")
            .or_else(|| self.origin.strip_prefix("http://"));
        anyhow::ensure!(
            host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' '])),
            "origin must look like https://tiaojie.example.cn, not {:?}",
            self.origin
        );
        anyhow::ensure!(
            self.sms_secret.is_empty() || self.sms.is_some(),
            "sms-secret is set but sms is not: there is no gateway to send it to"
        );
        anyhow::ensure!(
            self.mail.is_some() != self.mail_from.is_empty(),
            "mail and mail-from go together: every mail has a sender"
        );
        anyhow::ensure!(
            self.timestamp.is_some() == self.timestamp_root.is_some()
                && self.timestamp.is_some() == self.timestamp_crl.is_some(),
            "timestamp, timestamp-root and timestamp-crl belong together: no one can check timestamps without"
        );
        anyhow::ensure!(
            self.pkcs11.is_some() || (self.pkcs11_pin_file.is_none() && self.pkcs11_pin.is_none()),
            "the PIN of a token is set, but pkcs11 is not: there is no module to give it to"
        );
        let given = self.authority.is_some();
        anyhow::ensure!(
            given != self.authority_secret.is_empty()
                && given == self.authority_root.is_some()
                && given != self.authority_crl.is_empty()
                && (given || self.authority_reference.is_empty()),
            "authority, authority-secret, authority-root and authority-crl belong together: no one can check certificates without"
        );
        anyhow::ensure!(
            !self.demo || self.sms.is_none(),
            "a demo shows its text messages on a page; leave out sms, or leave out demo"
        );
        let relay = |url: &String| url.starts_with("turn:") || url.starts_with("turns:");
        anyhow::ensure!(
            self.turn.iter().all(relay),
            "turn must begin with turn: or turns:, as in turn:turn.example.cn:3478"
        );
        anyhow::ensure!(
            self.turn.is_empty() == self.turn_secret.is_empty(),
            "turn and turn-secret go together: browsers need both to use the relay"
        );
        anyhow::ensure!(
            self.media_address
                .is_none_or(|ip| !ip.is_unspecified() && !ip.is_multicast()),
            "media-address must be an address browsers can reach"
        );
        Ok(self)
    }
}

/// Reads the command line; settings that neither it nor the environment gives come from the file
/// named by `--config`.
///
/// # Errors
/// If the file does not read, or sets something unknown. Faults of the command line itself end the
/// process with clap's own words.
pub fn read<T: Parser>(arguments: Vec<OsString>) -> anyhow::Result<T> {
    let matches = T::command().get_matches_from(&arguments);
    let (path, given) = deepest(&matches);
    let Ok(Some(file)) = given.try_get_one::<PathBuf>("config") else {
        return T::from_arg_matches(&matches).map_err(Into::into);
    };
    let more = from_file(file, given)?;
    // Flags of the file stand right after the subcommand, before what the person wrote.
    let at = 1 + path;
    let mut all = arguments;
    all.splice(at..at, more);
    let matches = T::command().get_matches_from(all);
    T::from_arg_matches(&matches).map_err(Into::into)
}

/// How many names of subcommands there are, and what was given to the last.
fn deepest(matches: &ArgMatches) -> (usize, &ArgMatches) {
    match matches.subcommand() {
        Some((_, below)) => {
            let (depth, last) = deepest(below);
            (depth + 1, last)
        }
        None => (0, matches),
    }
}

fn from_file(file: &Path, given: &ArgMatches) -> anyhow::Result<Vec<OsString>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let table: toml::Table = text
        .parse()
        .with_context(|| format!("{} is no list of settings", file.display()))?;
    let known = Config::augment_args(clap::Command::new("serve"));
    let mut out = Vec::new();
    for (name, value) in table {
        let argument = known
            .get_arguments()
            .find(|argument| argument.get_long() == Some(name.as_str()) && name != "config");
        let Some(argument) = argument else {
            let names: Vec<_> = known.get_arguments().filter_map(clap::Arg::get_long).collect();
            anyhow::bail!(
                "{} sets {name:?}, which is unknown; settings are {}",
                file.display(),
                names.join(", ")
            );
        };
        let id = argument.get_id().as_str();
        // A setting of another subcommand, or one given more directly.
        let free = given.try_contains_id(id).is_ok()
            && !matches!(
                given.value_source(id),
                Some(ValueSource::CommandLine | ValueSource::EnvVariable)
            );
        if !free {
            continue;
        }
        match value {
            toml::Value::Boolean(false) => {}
            toml::Value::Boolean(true) => out.push(format!("--{name}").into()),
            toml::Value::String(text) => out.push(format!("--{name}={text}").into()),
            toml::Value::Integer(number) => out.push(format!("--{name}={number}").into()),
            _ => anyhow::bail!("{} gives {name:?} a value of no use", file.display()),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Parser)]
    // One of each is made in a test.
    #[allow(clippy::large_enum_variant)]
    enum Program {
        Serve(Config),
        Migrate(Place),
    }

    fn parsed(lines: &str, arguments: &[&str]) -> anyhow::Result<Program> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("maplebridge.toml");
        std::fs::write(&file, lines).unwrap();
        let mut all: Vec<OsString> = vec!["maplebridge".into()];
        all.extend(arguments.iter().map(OsString::from));
        all.extend(["--config".into(), file.into()]);
        read(all)
    }

    #[test]
    fn flags_win_over_the_file_and_the_file_over_defaults() {
        let lines = "port = 4100\ndata = \"/srv/maplebridge\"\ndemo = true\n";
        let Program::Serve(config) = parsed(lines, &["serve", "--port", "4200"]).unwrap() else {
            panic!("serve was asked for")
        };
        assert_eq!(config.port, 4200);
        assert_eq!(config.place.data, PathBuf::from("/srv/maplebridge"));
        assert!(config.demo);
        let Program::Migrate(place) = parsed(lines, &["migrate"]).unwrap() else {
            panic!("migrate was asked for")
        };
        assert_eq!(place.data, PathBuf::from("/srv/maplebridge"));
    }

    #[test]
    fn unknown_settings_and_values_of_no_use_are_refused_with_a_sentence() {
        let refused = |lines| parsed(lines, &["serve"]).err().unwrap().to_string();
        assert!(refused("prot = 4000").contains("\"prot\", which is unknown"));
        assert!(refused("port = [1]").contains("of no use"));
        assert!(refused("port 4000").contains("no list of settings"));
    }

    #[test]
    fn nonsense_is_refused_at_start() {
        let config = |arguments: &[&str]| {
            let mut all = vec!["maplebridge".into(), "serve".into()];
            all.extend(arguments.iter().map(OsString::from));
            let Program::Serve(config) = read(all).unwrap() else {
                panic!("serve was asked for")
            };
            config.at("127.0.0.1:4000".parse().unwrap())
        };
        assert_eq!(config(&[]).unwrap().origin, "http://127.0.0.1:4000");
        for wrong in [
            &["--origin", "tiaojie.example.cn"][..],
            &["--origin", "https://a/b"],
            &["--sms-secret", "s"],
            &["--turn", "turn:relay.example"],
            &["--turn", "relay.example", "--turn-secret", "s"],
            &["--demo", "--sms", "http://relay:8080/send"],
            &["--media-address", "0.0.0.0"],
            &["--authority", "http://ca.example:8080/cmp"],
            &["--authority-secret", "s"],
            &["--pkcs11-pin", "1234"],
        ] {
            assert!(config(wrong).is_err(), "{wrong:?}");
        }
        let place = Place {
            config: None,
            data: "data".into(),
            database: Some("mysql://u:secret@h/db".into()),
        };
        let said = place.database_url().unwrap_err().to_string();
        assert!(!said.contains("secret"));
    }
}
