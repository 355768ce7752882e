//! Everything that can be set, by flag or environment.

use anyhow::Context;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

#[derive(Clone, Debug, clap::Args)]
pub struct Config {
    /// Folder of the database, files and keys
    #[arg(long, env = "MAPLEBRIDGE_DATA", default_value = "data")]
    pub data: PathBuf,
    /// `sqlite://…` or `postgres://…`; SQLite in the data folder by default
    #[arg(long, env = "MAPLEBRIDGE_DATABASE")]
    pub database: Option<String>,
    /// Address to listen on
    #[arg(long, env = "MAPLEBRIDGE_LISTEN", default_value = "127.0.0.1")]
    pub listen: IpAddr,
    /// HTTP port; media uses the UDP port of the same number. 0 takes any free port
    #[arg(long, env = "MAPLEBRIDGE_PORT", default_value_t = 4000)]
    pub port: u16,
    /// Address of this server as browsers see it, e.g. https://tiaojie.example.cn
    #[arg(long, env = "MAPLEBRIDGE_ORIGIN", default_value = "")]
    pub origin: String,
    /// IP address to offer for media; the listening address by default
    #[arg(long, env = "MAPLEBRIDGE_MEDIA_ADDRESS")]
    pub media_address: Option<IpAddr>,
    /// Text message gateway, http://host:port/path on the private network
    #[arg(long, env = "MAPLEBRIDGE_SMS")]
    pub sms: Option<String>,
    /// Secret sent to the gateway as a bearer token
    #[arg(long, env = "MAPLEBRIDGE_SMS_SECRET", hide_env_values = true, default_value = "")]
    pub sms_secret: String,
    /// Seed the example cases and open the demo door
    #[arg(long, env = "MAPLEBRIDGE_DEMO")]
    pub demo: bool,
}

impl Config {
    /// # Errors
    /// If the data folder cannot be made, or the address is of no known database.
    pub fn database_url(&self) -> anyhow::Result<String> {
        match &self.database {
            Some(url) if url.starts_with("postgres://") || url.starts_with("sqlite://") => Ok(url.clone()),
            Some(url) => anyhow::bail!("no database is known by the address {url:?}; use sqlite:// or postgres://"),
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

    /// With `origin` filled in from the listening `address` where none was given.
    ///
    /// # Errors
    /// If `origin` is not a bare http(s) origin.
    pub fn at(mut self, address: SocketAddr) -> anyhow::Result<Self> {
        if self.origin.is_empty() {
            self.origin = format!("http://{address}");
        }
        let host = self
            .origin
            .strip_prefix("https://")
            .or_else(|| self.origin.strip_prefix("http://"));
        anyhow::ensure!(
            host.is_some_and(|host| !host.is_empty() && !host.contains('/')),
            "origin must look like https://tiaojie.example.cn, not {:?}",
            self.origin
        );
        Ok(self)
    }
}
