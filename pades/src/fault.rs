//! What may be wrong with a signed PDF. Codes are stable; the words live with the verifier.

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $code:literal)+) => {
        /// Every way a signed PDF can fail.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Fault { $($(#[$doc])* $name,)+ }

        impl Fault {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// Stable code, `snake_case`.
            pub fn code(self) -> &'static str { match self { $(Self::$name => $code),+ } }
        }
    };
}

faults! {
    /// Not a PDF with a plain cross-reference table whose revisions tile the file.
    Malformed "pdf_malformed"
    Encrypted "pdf_encrypted"
    /// Object or cross-reference streams, in which content can hide.
    Compressed "pdf_compressed"
    TooLarge "pdf_too_large"
    Unsigned "pdf_unsigned"
    /// The field is not there, or already signed.
    FieldUnfit "pdf_field_unfit"
    /// The signature's value does not fit its place.
    NoRoom "pdf_no_room"
    /// The signed ranges are not the whole revision but the signature's value.
    RangeWrong "pdf_range_wrong"
    /// Something follows the last signature.
    AddedAfter "pdf_added_after"
    /// A later revision does more than sign, or enclose certificates.
    Changed "pdf_changed"
    SignatureMalformed "pdf_signature_malformed"
    ContentChanged "pdf_content_changed"
    SignatureForged "pdf_signature_forged"
    /// The signature was made for another certificate.
    CertificateSwapped "pdf_certificate_swapped"
    /// Nobody trusted has issued the certificate.
    IssuerUntrusted "pdf_issuer_untrusted"
    /// The certificate was not valid, or not for this purpose, at the time of signing.
    CertificateUnfit "pdf_certificate_unfit"
    Revoked "pdf_revoked"
    /// No list of the issuer says that the certificate was not revoked.
    RevocationUnknown "pdf_revocation_unknown"
    StampMissing "pdf_stamp_missing"
    StampInvalid "pdf_stamp_invalid"
    /// The document was stamped again only after the certificate of the timestamp before had run out.
    StampLapsed "pdf_stamp_lapsed"
    /// The key of an authority did not sign.
    KeyUnusable "pdf_key_unusable"
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Fault {}
