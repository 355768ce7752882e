//! Where timestamps come from: the built-in authority, or one on the private network (RFC 3161 over
//! HTTP, §3.4).

use super::authority::Authority;
use super::wire::Address;
use crate::clock::Clock;
use crate::identity::token;
use anyhow::Context;
use pades::algorithm::Hash;
use pades::stamp;

pub enum Stamps {
    BuiltIn,
    Remote(Address),
}

impl Stamps {
    /// `None`: built in. Reads `http://host:port/path`.
    ///
    /// # Errors
    /// For any other scheme or without a host.
    pub fn parse(url: Option<&str>) -> anyhow::Result<Self> {
        let Some(url) = url else { return Ok(Self::BuiltIn) };
        let address = Address::parse(url);
        Ok(Self::Remote(address.context(
            "the timestamping authority is an http:// address on the private network",
        )?))
    }

    /// A token over `content`.
    ///
    /// # Errors
    /// If the authority does not answer in time, refuses, or answers something else.
    pub async fn token(&self, authority: &Authority, content: &[&[u8]], clock: &Clock) -> anyhow::Result<Vec<u8>> {
        let digest = Hash::Sha512.digest(content);
        let mut nonce = token::random::<8>();
        // A first byte of zero would be left out, and come back shorter than it went.
        nonce[0] = nonce[0] & 0x7F | 0x40;
        let request = stamp::request(Hash::Sha512, &digest, nonce);
        match self {
            Self::BuiltIn => {
                let asked = stamp::asked(&request).map_err(|no| anyhow::anyhow!("{no:?}"))?;
                Ok(authority.stamp(&asked, clock.now())?)
            }
            Self::Remote(address) => {
                let (status, response) = address.post("application/timestamp-query", request).await?;
                anyhow::ensure!(status.is_success(), "the timestamping authority answers {status}");
                Ok(stamp::granted(&response, Hash::Sha512, &digest, nonce)?)
            }
        }
    }
}
