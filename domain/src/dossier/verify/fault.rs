//! What may be wrong with a dossier. Codes are stable; the words live with the verifier's program.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// Something that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// A file of the dossier, `file:line` or `byte N`.
    pub place: String,
    /// One of [`FaultCode::code`].
    pub code: String,
    /// For `not_by_the_rules`: why the rule book refuses what the log says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $code:literal)+) => {
        /// Every way a dossier can fail, in the order of the checks (`docs/spec/dossier.md`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum FaultCode { $($(#[$doc])* $name,)+ }

        impl FaultCode {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// Stable code, `snake_case`.
            pub fn code(self) -> &'static str { match self { $(Self::$name => $code),+ } }
        }
    };
}

faults! {
    /// Not the one spelling of any container.
    ContainerMalformed "container_malformed"
    /// The file's bytes are not those its checksum was made of.
    ContentDamaged "content_damaged"
    /// More files or entries than any case has.
    TooMany "too_many"
    FileTwice "file_twice"
    NotADossier "not_a_dossier"
    ManifestSignatureInvalid "manifest_signature_invalid"
    /// Missing, or not of the form this file has.
    Unreadable "unreadable"
    FormatUnknown "format_unknown"
    /// The manifest lists other files than there are.
    FilesDiffer "files_differ"
    DigestDiffers "digest_differs"

    /// The same data in another spelling than RFC 8785.
    NotCanonical "not_canonical"
    ChainHeaderUnreadable "chain_header_unreadable"
    ChainWrongCase "chain_wrong_case"
    ChainGap "chain_gap"
    ChainBrokenLink "chain_broken_link"
    ChainPayloadSwapped "chain_payload_swapped"

    CheckpointInvalid "checkpoint_invalid"
    ProofMissing "proof_missing"
    NotInTheLog "not_in_the_log"

    /// An event this version does not know.
    EventUnknown "event_unknown"
    /// The rule book would not have let this happen.
    NotByTheRules "not_by_the_rules"
    TermsDigestDiffers "terms_digest_differs"
    AttestorNotTrusted "attestor_not_trusted"
    /// The statement names another document, case, role, act or person.
    StatementMismatch "statement_mismatch"
    AttestationForged "attestation_forged"
    StatementSwapped "statement_swapped"
    SignatureForged "signature_forged"
    KeyExpired "key_expired"
    SealNotTrusted "seal_not_trusted"
    SealInvalid "seal_invalid"
    DecisionWithoutApplication "decision_without_application"

    NumberDiffers "number_differs"
    Missing "missing"
    SizeDiffers "size_differs"
    NotTheSignedDocument "not_the_signed_document"
    NotTheSignedTerms "not_the_signed_terms"
    NotTheIssuedDocument "not_the_issued_document"
    /// A file or value that nothing in the case speaks of.
    NotInTheCase "not_in_the_case"
}
