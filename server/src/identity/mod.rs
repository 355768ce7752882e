//! Who people are: institutions, accounts, sessions, one-time codes, invitations and passkeys.
//!
//! These are plain rows. What a person does in a case goes through `Store::act` and the log.

pub mod codes;
pub mod invites;
pub mod kiosks;
pub mod mail;
pub mod nonces;
pub mod orgs;
pub mod passkeys;
pub mod persons;
pub mod sessions;
pub mod sms;
pub mod token;
pub mod who;

#[cfg(test)]
mod tests;

/// Why someone is not let in. The code is stable; `http::problem` makes it a document.
#[derive(Debug)]
pub enum Denied {
    /// 400, 401, 403, 404, 409, 410 or 422 with its code.
    Because(u16, &'static str),
    /// 429: seconds to wait.
    Wait(&'static str, u64),
    Store(sqlx::Error),
}

impl Denied {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Because(_, code) | Self::Wait(code, _) => code,
            Self::Store(_) => "unavailable",
        }
    }
}

impl From<sqlx::Error> for Denied {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error)
    }
}

/// Serde name of a unit variant, as stored in a TEXT column.
pub fn name_of<T: serde::Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// The unit variant stored as `text`, if it is one.
pub fn from_name<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}
