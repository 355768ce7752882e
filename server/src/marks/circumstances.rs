//! From where and with what somebody signed: for the certificate of completion. An address is a person's: the
//! log's tree holds a salted commitment, the values lie in a table of their own and can be erased.

use crate::identity::token;
use crate::store::{Store, StoreError, read};
use domain::artefact::ArtefactKind;
use domain::hash::{Commitment, Digest, Disclosure, Nonce, Salt};
use domain::id::CaseId;
use domain::moment::Timestamp;
use domain::text::canonical_json;
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// What the signer's request said of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circumstances {
    /// IP address.
    pub address: String,
    /// Class of the program, as it calls itself: `Chrome`; blank if unknown.
    pub browser: String,
    pub device: Device,
    /// Tells sessions apart; opens none.
    pub session: String,
    /// Of the device, as the program says: `Android`; blank if unknown.
    pub system: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Device {
    Phone,
    Tablet,
    Computer,
    Unknown,
}

/// What a program's own words contain, and what it then is. The first that fits counts: most programs also name
/// those they descend from.
const BROWSERS: [(&str, &str); 13] = [
    ("MicroMessenger/", "微信"),
    ("AlipayClient/", "支付宝"),
    ("DingTalk/", "钉钉"),
    ("MQQBrowser/", "QQ浏览器"),
    ("HuaweiBrowser/", "华为浏览器"),
    ("UCBrowser/", "UC浏览器"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 8] = [
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

impl Circumstances {
    /// Of a request from `address` whose program calls itself `agent`, in a session known by its hash. Only classes
    /// are kept, not the program's own words: those tell one device from all others.
    pub fn of(address: String, agent: &str, session: Digest) -> Self {
        let first = |known: &[(&str, &'static str)]| {
            let found = known.iter().find(|(sign, _)| agent.contains(sign));
            found.map_or("", |(_, name)| *name)
        };
        let system = first(&SYSTEMS);
        let phone = agent.contains("Mobile");
        let device = match system {
            "iOS" => Device::Phone,
            "iPadOS" => Device::Tablet,
            "Android" | "HarmonyOS" if phone => Device::Phone,
            "Android" | "HarmonyOS" => Device::Tablet,
            "" => Device::Unknown,
            _ => Device::Computer,
        };
        let known_by = Digest::of(format!("maplebridge/session/v1\n{session}").as_bytes()).to_string();
        Self {
            address,
            browser: first(&BROWSERS).to_owned(),
            device,
            session: known_by[..16].to_owned(),
            system: system.to_owned(),
        }
    }
}

/// The circumstances of one ceremony, and when its signer asked for the code or the passkey's challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    pub circumstances: Circumstances,
    pub asked: Timestamp,
}

impl Store {
    /// Keeps what is known of the ceremony `nonce`, and has the tree take in its commitment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn witnessed(
        &self,
        case: CaseId,
        nonce: Nonce,
        known: &Witnessed,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let hidden = Disclosure {
            salt: Salt(token::random()),
            value: canonical_json(&known.circumstances),
        };
        let commitment = hidden.commitment();
        self.log_artefacts(Some(case), &[(ArtefactKind::Circumstances, commitment)], now)
            .await?;
        let _turn = self.turn().await;
        sqlx::query(
            "INSERT INTO circumstances (nonce, case_id, commitment, salt, value, asked) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (nonce) DO UPDATE SET commitment = $3, salt = $4, value = $5",
        )
        .bind(nonce.to_string())
        .bind(case.to_string())
        .bind(commitment.to_string())
        .bind(hidden.salt.to_string())
        .bind(hidden.value)
        .bind(known.asked.0)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// What is known of the ceremony `nonce`, with its commitment; `None` where nothing was noted, or it was erased.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn circumstances(&self, nonce: Nonce) -> Result<Option<(Witnessed, Commitment)>, StoreError> {
        let row = sqlx::query("SELECT commitment, value, asked FROM circumstances WHERE nonce = $1")
            .bind(nonce.to_string())
            .fetch_optional(self.pool())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let value: String = row.try_get("value")?;
        let circumstances = serde_json::from_str(&value).map_err(|_| StoreError::Damaged("circumstances.value"))?;
        let asked = Timestamp(row.try_get("asked")?);
        Ok(Some((
            Witnessed { circumstances, asked },
            read::parsed(&row, "commitment")?,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_told_by_its_class_and_a_session_by_what_opens_nothing() {
        let session = Digest::of(b"secret");
        for (agent, device, system, browser) in [
            (
                "Mozilla/5.0 (Linux; Android 14; V2301A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.47",
                Device::Phone,
                "Android",
                "微信",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
                Device::Phone,
                "iOS",
                "Safari",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36 Edg/125.0",
                Device::Computer,
                "Windows",
                "Edge",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                Device::Computer,
                "Linux",
                "Firefox",
            ),
            ("curl/8.0", Device::Unknown, "", ""),
        ] {
            let found = Circumstances::of("203.0.113.9".into(), agent, session);
            assert_eq!(
                (found.device, &*found.system, &*found.browser),
                (device, system, browser)
            );
            assert_eq!(found.session.len(), 16);
            assert!(!session.to_string().contains(&found.session));
        }
    }
}
