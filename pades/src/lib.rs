//! Signatures in PDF that anyone can check: PAdES (EN 319 142-1) from an empty field to a document
//! timestamp, with the certificates, revocation lists and timestamps behind it. Pure: time, luck
//! and keys are arguments. Server, browser and verifier share it.
//!
//! The way of a document: [`form::add`] sets empty fields; for each signer [`sign::prepare`] keeps
//! a place, the signer's own machine builds [`attributes::signed`] over what it hashed itself and
//! signs them, [`cms::write`] joins signature, certificates and timestamp, and
//! [`sign::Prepared::embed`] puts them in. At the end [`store::enclose`] and a document timestamp
//! make it last. [`verify::verify`] checks all of it.

pub mod algorithm;
pub mod attributes;
pub mod certificate;
pub mod cms;
pub mod detached;
pub mod encode;
mod fault;
pub mod file;
pub mod form;
pub mod key;
mod moment;
mod object;
pub mod path;
mod proof;
mod reader;
pub mod sign;
pub mod stamp;
pub mod store;
mod update;
pub mod verify;

pub use fault::Fault;
