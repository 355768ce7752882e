"""CPU seconds of one whole ceremony by pyHanko, warm: sign.py FOLDER ROUNDS.

FOLDER holds drafted.pdf with its empty fields, certificates (*.der), keys (*.key, PKCS#8) and
revocation lists (*.crl), all made by the benchmark; the timestamps come from the same process.
"""

import hashlib
import logging
import sys
import warnings
from io import BytesIO
from pathlib import Path

from asn1crypto import algos, cms, crl, keys, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cpu import least

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
FOLDER = Path(sys.argv[1])


def certificate(name):
    return x509.Certificate.load((FOLDER / f"{name}.der").read_bytes())


def key(name):
    return keys.PrivateKeyInfo.load((FOLDER / f"{name}.key").read_bytes())


def store(*names):
    certificates = SimpleCertificateStore()
    certificates.register_multiple([certificate(name) for name in names])
    return certificates


def signer(name):
    return signers.SimpleSigner(
        signing_cert=certificate(name), signing_key=key(name), cert_registry=store("issuing")
    )


class Stamper(DummyTimeStamper):
    """pyHanko's own authority in the process, with a P-256 key as ours has."""

    def _sign_tst_info(self, tst_info_data, md_algorithm, dt):
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.tsa_cert)),
                simple_cms_attribute("message_digest", hashlib.sha256(tst_info_data).digest()),
            ]
        )
        signing = serialization.load_der_private_key(self.tsa_key.dump(), password=None)
        return signing.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())), attributes

    def _build_signed_data(self, tst_info_data, md_algorithm, signature, signed_attrs):
        data = super()._build_signed_data(tst_info_data, md_algorithm, signature, signed_attrs)
        data["signer_infos"][0]["signature_algorithm"] = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
        return data


STAMPS = Stamper(certificate("stamping"), key("stamping"), certs_to_embed=store("issuing"), override_md="sha256")
LISTS = [crl.CertificateList.load((FOLDER / f"{name}.crl").read_bytes()) for name in ("root", "issuing")]


def context():
    return ValidationContext(
        trust_roots=[certificate("root")], other_certs=[certificate("issuing")], crls=LISTS, allow_fetching=False
    )


def mark(pdf, field, name, last=False):
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256" if last else "sha512",
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=last,
        use_pades_lta=last,
        validation_context=context() if last else None,
    )
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    signers.PdfSigner(meta, signer=signer(name), timestamper=STAMPS).sign_pdf(writer, output=out)
    return out.getvalue()


def ceremony(pdf):
    for field, name in [("Claimant", "claimant"), ("Respondent", "respondent"), ("Mediator", "mediator")]:
        pdf = mark(pdf, field, name)
    return mark(pdf, "Seal", "seal", last=True)


def main():
    pdf = (FOLDER / "drafted.pdf").read_bytes()
    ceremony(pdf)
    rounds = int(sys.argv[2])
    print(least(lambda: ceremony(pdf), rounds))


main()
