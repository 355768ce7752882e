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

impl FaultCode {
    /// The dossier's word for what is wrong with a signed PDF.
    pub(super) fn of(fault: pades::Fault) -> Self {
        use pades::Fault as P;
        match fault {
            P::Malformed | P::FieldUnfit | P::NoRoom | P::KeyUnusable => Self::PdfMalformed,
            P::Encrypted => Self::PdfEncrypted,
            P::Compressed => Self::PdfCompressed,
            P::TooLarge => Self::PdfTooLarge,
            P::Unsigned => Self::PdfUnsigned,
            P::RangeWrong => Self::PdfRangeWrong,
            P::AddedAfter => Self::PdfAddedAfter,
            P::Changed => Self::PdfChanged,
            P::SignatureMalformed => Self::PdfSignatureMalformed,
            P::ContentChanged => Self::PdfContentChanged,
            P::SignatureForged => Self::PdfSignatureForged,
            P::CertificateSwapped => Self::PdfCertificateSwapped,
            P::IssuerUntrusted => Self::PdfIssuerUntrusted,
            P::CertificateUnfit => Self::PdfCertificateUnfit,
            P::Revoked => Self::PdfRevoked,
            P::RevocationUnknown => Self::PdfRevocationUnknown,
            P::StampMissing => Self::PdfStampMissing,
            P::StampInvalid => Self::PdfStampInvalid,
            P::StampLapsed => Self::PdfStampLapsed,
        }
    }
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
    /// A line under a witness's name that it did not sign.
    CosignatureInvalid "cosignature_invalid"
    /// Fewer witnesses than the reader's root demands.
    WitnessesMissing "witnesses_missing"
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
    /// The certificates of the trust root do not read, or there are none.
    RootsMissing "roots_missing"
    /// A mark in the document is not the one the log speaks of, or the log speaks of none.
    MarkDiffers "mark_differs"
    /// Sealed, but without what proves it in ten years.
    NotLasting "not_lasting"
    /// The agreement that was presented is not the one that its terms and names make.
    NotAsRendered "not_as_rendered"
    /// A file or value that nothing in the case speaks of.
    NotInTheCase "not_in_the_case"

    PdfMalformed "pdf_malformed"
    PdfEncrypted "pdf_encrypted"
    PdfCompressed "pdf_compressed"
    PdfTooLarge "pdf_too_large"
    PdfUnsigned "pdf_unsigned"
    PdfRangeWrong "pdf_range_wrong"
    PdfAddedAfter "pdf_added_after"
    PdfChanged "pdf_changed"
    PdfSignatureMalformed "pdf_signature_malformed"
    PdfContentChanged "pdf_content_changed"
    PdfSignatureForged "pdf_signature_forged"
    PdfCertificateSwapped "pdf_certificate_swapped"
    PdfIssuerUntrusted "pdf_issuer_untrusted"
    PdfCertificateUnfit "pdf_certificate_unfit"
    PdfRevoked "pdf_revoked"
    PdfRevocationUnknown "pdf_revocation_unknown"
    PdfStampMissing "pdf_stamp_missing"
    PdfStampInvalid "pdf_stamp_invalid"
    /// Stamped again only after the certificate of the timestamp before had run out.
    PdfStampLapsed "pdf_stamp_lapsed"
}
