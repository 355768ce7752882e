//! Checksums of Chinese identity numbers, and the shapes of phones and accounts.

use crate::refusal::Refusal;

/// Resident identity number, 18 places (GB 11643: ISO 7064 MOD 11-2).
///
/// # Errors
/// [`Refusal::IdNumberUnfit`].
pub fn resident_number(text: &str) -> Result<(), Refusal> {
    let _ = text;
    Err(Refusal::IdNumberUnfit)
}

/// Unified social credit code, 18 places (GB 32100: MOD 31-3).
///
/// # Errors
/// [`Refusal::IdNumberUnfit`].
pub fn credit_code(text: &str) -> Result<(), Refusal> {
    let _ = text;
    Err(Refusal::IdNumberUnfit)
}

/// Passport or work permit: 5 to 20 of A-Z, 0-9.
///
/// # Errors
/// [`Refusal::IdNumberUnfit`].
pub fn foreign_document(text: &str) -> Result<(), Refusal> {
    let _ = text;
    Err(Refusal::IdNumberUnfit)
}

/// Mainland mobile number of 11 digits, or E.164 with a leading `+`.
///
/// # Errors
/// [`Refusal::PhoneUnfit`].
pub fn phone(text: &str) -> Result<(), Refusal> {
    let _ = text;
    Err(Refusal::PhoneUnfit)
}

/// A bank card or account: 8 to 32 digits (spaces apart), with the bank's name after a space if given.
///
/// # Errors
/// [`Refusal::AccountUnfit`].
pub fn account(text: &str) -> Result<(), Refusal> {
    let _ = text;
    Err(Refusal::AccountUnfit)
}
