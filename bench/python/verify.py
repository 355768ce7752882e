"""CPU seconds of one full validation by pyHanko, warm: verify.py PDF ROOT ROUNDS."""

import logging
import sys
import warnings
from io import BytesIO

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from cpu import least

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def validate(pdf, root):
    """Validates every signature and timestamp, each with its path and the revisions after it."""
    reader = PdfFileReader(BytesIO(pdf))
    count = 0
    for signature in reader.embedded_signatures:
        context = ValidationContext(trust_roots=[root], allow_fetching=False)
        if signature.sig_object["/Type"] == "/DocTimeStamp":
            status = validate_pdf_timestamp(signature, context)
        else:
            status = validate_pdf_signature(signature, context, context)
        if not (status.intact and status.valid):
            raise SystemExit(f"{signature.field_name} does not hold")
        count += 1
    return count


def main():
    pdf = open(sys.argv[1], "rb").read()
    root = load_cert_from_pemder(sys.argv[2])
    rounds = int(sys.argv[3])
    count = validate(pdf, root)
    print(count, least(lambda: validate(pdf, root), rounds))


main()
