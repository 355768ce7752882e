//! Who packed the dossier: the manifest over all files, and the institution's seal over the manifest.

use super::super::asic::{self, Difference};
use super::super::{FORMAT, HEAD, Head, MEDIA_TYPE};
use super::{Check, FaultCode, first};
use crate::case::Case;
use pades::path::Roots;
use std::collections::BTreeSet;

impl Check<'_> {
    pub(super) fn head(&mut self) -> Option<Head> {
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        if names.iter().collect::<BTreeSet<_>>().len() != names.len() {
            self.fault("mimetype", FaultCode::FileTwice);
            return None;
        }
        let head = match names.get(..3) {
            Some(["mimetype", first::MANIFEST, first::SIGNATURE]) => self.first_format()?,
            Some(["mimetype", asic::MANIFEST, asic::SIGNATURE])
                if self.file("mimetype") == Some(MEDIA_TYPE.as_bytes()) =>
            {
                self.container()?
            }
            _ => {
                self.fault("mimetype", FaultCode::NotADossier);
                return None;
            }
        };
        self.report.case = Some(head.case);
        self.report.number = head.number.clone();
        self.report.made = Some(head.made);
        Some(head)
    }

    fn container(&mut self) -> Option<Head> {
        let manifest = self.file(asic::MANIFEST)?.to_vec();
        for difference in asic::differences(&manifest, &self.files[3..]) {
            match difference {
                Difference::Form => self.fault(asic::MANIFEST, FaultCode::FilesDiffer),
                Difference::Digest(name) => self.fault(&name, FaultCode::DigestDiffers),
            }
        }
        let head: Option<Head> = self.json(HEAD);
        // Without the head the seal's time is not known, but whether it is one still is.
        let at = head.as_ref().map_or(0, |head| head.made.0.div_euclid(1_000));
        self.packer(&manifest, at);
        let head = head?;
        if head.format != FORMAT {
            self.fault(HEAD, FaultCode::FormatUnknown);
        }
        Some(head)
    }

    fn packer(&mut self, manifest: &[u8], at: i64) {
        let Some(seal) = self.file(asic::SIGNATURE).map(<[u8]>::to_vec) else {
            return;
        };
        let roots: Vec<Vec<u8>> = self.trust.roots.iter().map(|root| root.0.clone()).collect();
        let roots = match Roots::read(&roots) {
            Ok(read) if !roots.is_empty() => read,
            _ => return self.fault(asic::SIGNATURE, FaultCode::RootsMissing),
        };
        match pades::detached::prove(&seal, manifest, at, &roots) {
            Ok(sealed) => {
                self.report.packed_by = Some(sealed.by);
                self.packer = sealed.claims;
            }
            Err(_) => self.fault(asic::SIGNATURE, FaultCode::ManifestSignatureInvalid),
        }
    }

    /// The seal is that of the mediation body whose case it is.
    pub(super) fn packed_by_body(&mut self, case: &Case) {
        let ours = case.body.map(|body| crate::mark::claim("org", body));
        let sealed = self.report.packed_by.is_some();
        if sealed && !ours.is_some_and(|ours| self.packer.contains(&ours)) {
            self.fault(asic::SIGNATURE, FaultCode::ManifestSignatureInvalid);
        }
    }

    /// Where the dossier says what it is of, and the files every one has.
    pub(super) fn own(&self) -> (&'static str, [&'static str; 2]) {
        match self.file(first::MANIFEST) {
            Some(_) => (first::MANIFEST, [first::MANIFEST, first::SIGNATURE]),
            None => (HEAD, [asic::MANIFEST, asic::SIGNATURE]),
        }
    }
}
