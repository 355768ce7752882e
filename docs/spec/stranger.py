"""A verifier by a stranger: written from log.md, seal.md and dossier.md alone, it shares no line with ours.

    python3 stranger.py DOSSIER TRUST

Prints one line for each thing that does not hold, then `valid` or `invalid`. Without the rule book and the
typesetter it checks everything else: container, manifest and seal, chain, tree, checkpoint, witnesses, statements,
attestations, seals, documents with their marks byte by byte, disclosed values. Needs `cryptography` and `asn1crypto`.
"""

import base64
import hashlib
import json
import re
import struct
import sys
import zlib
from datetime import datetime, timezone

from asn1crypto import cms, core, crl, tsp, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

faults = []


def fault(place, code):
    faults.append(f"{place} {code}")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value):
    """log.md 1: keys in the order of their UTF-16, no floats here."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def holds(check, *given):
    try:
        check(*given)
        return True
    except (InvalidSignature, ValueError):
        return False


def signed_by(key, message, signature):
    """A hexadecimal key of a signer: seal.md 1."""
    key, signature = bytes.fromhex(key), bytes.fromhex(signature)
    if len(key) == 32:
        return holds(lambda: ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, message))
    pair = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    return holds(lambda: public.verify(pair, message, ec.ECDSA(hashes.SHA256())))


# -- container (dossier.md 1)


def container(data):
    files, at = [], 0
    while data[at : at + 4] == b"PK\x03\x04":
        size, length = struct.unpack("<I", data[at + 22 : at + 26])[0], struct.unpack("<H", data[at + 26 : at + 28])[0]
        start = at + 30 + length
        files.append((data[at + 30 : start].decode("ascii"), data[start : start + size]))
        at = start + size
    again, central = b"", b""
    for name, content in files:
        common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0x21, zlib.crc32(content), len(content), len(content), len(name), 0)
        central += b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(again)) + name.encode()
        again += b"PK\x03\x04" + common + name.encode() + content
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(central), len(again), 0)
    if again + central + b"PK\x05\x06" + end != data:
        raise ValueError("container_malformed")
    return files


def manifest(files):
    kinds = {"pdf": "application/pdf", "json": "application/json", "jsonl": "text/plain", "txt": "text/plain"}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
        '<asic:SigReference URI="META-INF/signature.p7s" MimeType="application/pkcs7-signature"/>',
    ]
    for name, content in files:
        kind = kinds.get(name.rpartition(".")[2] if "." in name else "")
        kind = f' MimeType="{kind}"' if kind else ""
        digest = base64.b64encode(sha256(content)).decode()
        lines.append(
            f'<asic:DataObjectReference URI="{name}"{kind}><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
            f"<ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference>"
        )
    return "\n".join(lines + ["</asic:ASiCManifest>", ""]).encode()


# -- certificates, CMS, timestamps


def public(certificate):
    return serialization.load_der_public_key(certificate.public_key.dump())


def proves(certificate, algorithm, message, signature):
    key = public(certificate)
    if isinstance(key, ed25519.Ed25519PublicKey):
        return holds(lambda: key.verify(signature, message))
    hashed = hashes.SHA512() if algorithm == "sha512" else hashes.SHA256()
    return holds(lambda: key.verify(signature, message, ec.ECDSA(hashed)))


def whole(signed, body, signature):
    """A certificate or list in its one spelling: no unused bits, the algorithm stated twice alike."""
    stated = signed["signature_algorithm"].dump()
    return signed.dump() == der(0x30, signed[body].dump(), stated, der(3, b"\0", signed[signature].native)) and (
        signed[body]["signature"].dump() == stated
    )


def chain(leaf, pool, roots, at, lists, used=None):
    """To a root, all in force at `at`; where there are lists, none of the chain on its issuer's."""
    here, steps, used = leaf, 0, [] if used is None else used
    while steps < 5:
        if not here.not_valid_before <= at <= here.not_valid_after:
            return False
        issuers = [it for it in roots + pool if it.subject == here.issuer and it.dump() != here.dump()]
        tbs, algorithm = here["tbs_certificate"].dump(), here["signature_algorithm"].hash_algo
        issuers = [it for it in issuers if proves(it, algorithm, tbs, here["signature_value"].native)]
        if not issuers or not whole(here, "tbs_certificate", "signature_value"):
            return False
        used.append(here)
        if lists and not unrevoked(here, issuers[0], lists, at):
            return False
        if issuers[0] in roots:
            return True
        here, steps = issuers[0], steps + 1
    return False


def unrevoked(certificate, issuer, lists, at):
    own = False
    for one in lists:
        body = one["tbs_cert_list"]
        until = body["next_update"].native
        if body["issuer"] != issuer.subject or until < at:
            continue
        if not proves(issuer, one["signature_algorithm"].hash_algo, body.dump(), one["signature"].native):
            continue
        own = own or whole(one, "tbs_cert_list", "signature")
        for line in body["revoked_certificates"] or []:
            if line["user_certificate"].native == certificate.serial_number and line["revocation_date"].native <= at:
                return False
    return own


def sid_of(certificate):
    body = certificate["tbs_certificate"]
    return der(0x30, body["issuer"].dump(), body["serial_number"].dump())


class Cms:
    def __init__(self, raw):
        self.data = cms.ContentInfo.load(raw, strict=True)["content"]
        (self.info,) = self.data["signer_infos"]
        self.pool = [it.chosen for it in self.data["certificates"]]
        sid = self.info["sid"].chosen
        (self.signer,) = [it for it in self.pool if it.issuer == sid["issuer"] and it.serial_number == sid["serial_number"].native]
        self.hash = self.info["digest_algorithm"]["algorithm"].native
        self.value = self.info["signature"].native
        self.signed = b"\x31" + self.info["signed_attrs"].dump()[1:]
        self.attributes = {it["type"].dotted: it["values"] for it in self.info["signed_attrs"]}
        self.inside = self.data["encap_content_info"]
        self.plain = self.inside["content_type"].native == "data"
        stated = self.info["digest_algorithm"].dump()
        kinds = ("signature_algorithm", "unsigned_attrs")
        algorithm, unsigned = (self.info[it].dump() for it in kinds)
        info = der(0x30, der(2, b"\1"), sid_of(self.signer), stated, b"\xa0" + self.signed[1:], algorithm, der(4, self.value), unsigned)
        body = [der(2, b"\1" if self.plain else b"\3"), der(0x31, stated), self.inside.dump(), self.data["certificates"].dump()]
        if der(0x30, oid("1.2.840.113549.1.7.2"), der(0xA0, der(0x30, *body, der(0x31, info)))) != raw:
            raise ValueError("not the one spelling of a CMS")

    def digest(self, *parts):
        return hashlib.new(self.hash, b"".join(parts)).digest()

    def genuine(self):
        stated = self.info["signature_algorithm"]["algorithm"].dotted
        return stated == SIGNATURES[self.hash if stated == SIGNATURES["sha512"] else "sha256"] and proves(self.signer, self.hash, self.signed, self.value)


def der(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    length = bytes([size]) if size < 128 else bytes([0x81, size]) if size < 256 else b"\x82" + size.to_bytes(2)
    return bytes([tag]) + length + body


def oid(text):
    return core.ObjectIdentifier(text).dump()


SIGNATURES = {"sha512": "1.3.101.112", "sha256": "1.2.840.10045.4.3.2"}
HASHES = {"sha512": "2.16.840.1.101.3.4.2.3", "sha256": "2.16.840.1.101.3.4.2.1"}


def attributes(hashed, content, certificate, more):
    """seal.md 6: what is signed, all of it."""
    stated = der(0x30, oid(HASHES[hashed])) if hashed == "sha512" else b""
    identifier = der(0x30, der(0x30, der(0x30, stated, der(4, certificate))))
    protection = der(0x30, der(0x30, oid(HASHES[hashed])), der(0xA1, oid(SIGNATURES[hashed])))
    all_of_them = [
        ("1.2.840.113549.1.9.3", oid("1.2.840.113549.1.7.1")),
        ("1.2.840.113549.1.9.4", der(4, content)),
        ("1.2.840.113549.1.9.16.2.47", identifier),
        ("1.2.840.113549.1.9.52", protection),
    ] + more
    return der(0x31, *sorted(der(0x30, oid(name), der(0x31, value)) for name, value in all_of_them))


APPROVAL = [("1.2.840.113549.1.9.16.2.16", der(0x30, oid("1.2.840.113549.1.9.16.6.5")))]


def stamped(token, content, roots, pool, lists):
    """The time that an RFC 3161 token proves `content` to have existed at; None if it does not."""
    stamp = Cms(token)
    info = tsp.TSTInfo.load(stamp.data["encap_content_info"]["content"].parsed.dump())
    imprint = info["message_imprint"]
    hashed = hashlib.new(imprint["hash_algorithm"]["algorithm"].native, content).digest()
    at = info["gen_time"].native
    inside = stamp.data["encap_content_info"]["content"].contents
    bound = stamp.attributes["1.2.840.113549.1.9.4"][0].native == stamp.digest(inside)
    usage = stamp.signer.extended_key_usage_value.native == ["time_stamping"]
    good = hashed == imprint["hashed_message"].native and bound and usage and stamp.genuine()
    good = good and stamp.inside["content_type"].native == "tst_info"
    used = []
    good = good and chain(stamp.signer, stamp.pool + pool, roots, at, lists, used)
    # Nothing is in it that proves nothing.
    known = [it.dump() for it in used + roots]
    return at if good and all(it.dump() in known for it in stamp.pool) else None


def approved(value, content, more, roots, pool, lists):
    """The signature and its time, if it is exactly what it must be."""
    mark = Cms(value)
    mine = attributes(mark.hash, mark.digest(content), mark.digest(mark.signer.dump()), more)
    if mine != mark.signed or not mark.genuine():
        return mark, None
    (unsigned,) = mark.info["unsigned_attrs"]
    token = unsigned["values"][0].dump()
    kept = der(0x30, oid("1.2.840.113549.1.9.16.2.14"), der(0x31, token))
    spelling = [
        mark.info["digest_algorithm"].dump() == der(0x30, oid(HASHES[mark.hash])),
        mark.info["signature_algorithm"].dump() == der(0x30, oid(SIGNATURES[mark.hash])),
        mark.info["unsigned_attrs"].dump() == der(0xA1, kept),
        mark.inside.dump() == der(0x30, oid("1.2.840.113549.1.7.1")),
        mark.data["certificates"].dump() == der(0xA0, *sorted(it.dump() for it in mark.pool)),
    ]
    if not all(spelling):
        return mark, None
    at = stamped(token, mark.value, roots, pool, lists)
    if at and not chain(mark.signer, mark.pool + pool, roots, at, lists):
        at = None
    mark.token = token
    return mark, at


def uris(certificate):
    names = certificate.subject_alt_name_value or []
    return [name.native for name in names]


# -- PDF (seal.md 6.3)


class Pdf:
    """Revisions by their plain tables, and objects as they stand last."""

    def __init__(self, data):
        self.data, self.revisions = data, []
        end, xref = len(data), int(re.search(rb"startxref\n(\d+)\n%%EOF\n?\Z", data[-60:])[1])
        while True:
            head, _, rest = data[xref:end].partition(b"trailer")
            objects, lines = {}, head.split(b"\n")[1:]
            while lines and re.fullmatch(rb"\d+ \d+\s*", lines[0]):
                first, count = map(int, lines.pop(0).split())
                for i in range(count):
                    offset, _, state = lines.pop(0).split()
                    if state == b"n":
                        objects[first + i] = int(offset)
            trailer, _ = parse(rest, 0)
            self.revisions.insert(0, (objects, trailer, xref, end))
            if "Prev" not in trailer:
                break
            before, xref = xref, trailer["Prev"]
            end = data.index(b"%%EOF", xref, before) + 5
            end += data[end : end + 1] == b"\n"

    def object(self, number):
        for objects, *_ in reversed(self.revisions):
            if number in objects:
                head = re.compile(rb"%d 0 obj\s" % number).match(self.data, objects[number])
                value, at = parse(self.data, head.end())
                if isinstance(value, dict) and self.data[at : at + 20].lstrip().startswith(b"stream"):
                    start = self.data.index(b"stream", at) + 6
                    start += 2 if self.data[start : start + 2] == b"\r\n" else 1
                    return value, self.data[start : start + value["Length"]]
                return value, None
        raise ValueError("pdf_malformed")

    def root(self):
        return self.revisions[-1][1]["Root"]

    def catalog(self):
        return self.object(self.root().number)[0]


class Ref:
    def __init__(self, number):
        self.number = number


class Name(str):
    pass


class Real(bytes):
    pass


SPACE = re.compile(rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*)*")
NAME = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]*)")
WORD = re.compile(rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]+")
REFERENCE = re.compile(rb"(\d+)\s+0\s+R(?![A-Za-z])")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def parse(data, at):
    at = SPACE.match(data, at).end()
    if data[at : at + 2] == b"<<":
        out, at = {}, SPACE.match(data, at + 2).end()
        while data[at : at + 2] != b">>":
            key, at = parse(data, at)
            out[str(key)], at = parse(data, at)
            at = SPACE.match(data, at).end()
        return out, at + 2
    if data[at : at + 1] == b"<":
        end = data.index(b">", at)
        digits = re.sub(rb"\s", b"", data[at + 1 : end])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()), end + 1
    if data[at : at + 1] == b"[":
        out, at = [], SPACE.match(data, at + 1).end()
        while data[at : at + 1] != b"]":
            value, at = parse(data, at)
            out.append(value)
            at = SPACE.match(data, at).end()
        return out, at + 1
    if data[at : at + 1] == b"/":
        found = NAME.match(data, at)
        text = re.sub(rb"#([0-9A-Fa-f]{2})", lambda it: bytes.fromhex(it[1].decode()), found[1])
        return Name(text.decode("latin-1")), found.end()
    if data[at : at + 1] == b"(":
        return literal(data, at + 1)
    found = REFERENCE.match(data, at)
    if found:
        return Ref(int(found[1])), found.end()
    found = WORD.match(data, at)
    word = found[0]
    known = {b"true": True, b"false": False, b"null": None}
    if word in known:
        return known[word], found.end()
    return (Real(word) if b"." in word else int(word)), found.end()


def literal(data, at):
    out, depth = b"", 1
    while True:
        c = data[at : at + 1]
        at += 1
        if c == b"\\":
            digits = re.compile(rb"[0-7]{1,3}").match(data, at)
            if digits:
                out, at = out + bytes([int(digits[0], 8) & 255]), digits.end()
            else:
                out, at = out + ESCAPES.get(data[at : at + 1], data[at : at + 1]), at + 1
            continue
        depth += (c == b"(") - (c == b")")
        if depth == 0:
            return out, at
        out += c


def spelled(value):
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, Ref):
        return b"%d 0 R" % value.number
    if isinstance(value, Real):
        return bytes(value)
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, Name):
        plain = lambda byte: byte < 128 and (chr(byte).isalnum() or chr(byte) in "._-+:@")
        return b"/" + b"".join(bytes([it]) if plain(it) else b"#%02X" % it for it in value.encode("latin-1"))
    if isinstance(value, bytes):
        return b"<" + value.hex().encode() + b">"
    if isinstance(value, list):
        return b"[" + b" ".join(map(spelled, value)) + b"]"
    return b"<<" + b"".join(b" " + spelled(Name(key)) + b" " + spelled(value[key]) for key in sorted(value)) + b" >>"


def stream(entries, content):
    return spelled({**entries, "Length": len(content)}) + b"\nstream\n" + content + b"\nendstream"


def updated(pdf, new, changed):
    """The file with one more update; where the body of each object begins."""
    trailer = pdf.revisions[-1][1]
    first = trailer["Size"]
    objects = sorted(list(changed.items()) + [(first + i, body) for i, body in enumerate(new)])
    out = pdf.data + (b"" if pdf.data.endswith(b"\n") else b"\n")
    table, bodies, last = b"", {}, None
    offsets = {}
    for number, body in objects:
        offsets[number] = len(out)
        out += b"%d 0 obj\n" % number
        bodies[number] = len(out)
        out += body + b"\nendobj\n"
    numbers, xref = sorted(offsets), len(out)
    runs = []
    for number in numbers:
        if last is not None and number == last + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
        last = number
    for run in runs:
        table += b"%d %d\n" % (run[0], len(run)) + b"".join(b"%010d 00000 n \n" % offsets[it] for it in run)
    kept = {key: trailer[key] for key in ("Root", "Info", "ID") if key in trailer}
    tail = {**kept, "Size": first + len(new), "Prev": pdf.revisions[-1][2]}
    out += b"xref\n" + table + b"trailer\n" + spelled(tail) + b"\nstartxref\n%d\n%%%%EOF\n" % xref
    return out, bodies


ROOM = 8192


def dictionary(kind, by, at, value):
    if kind == "stamp":
        head = b"<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161"
    else:
        head = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (" + at + b") /Name " + spelled(by)
    return head + b" /ByteRange [" + b" " * 43 + b"] /Contents <" + value.ljust(ROOM, b"\0").hex().encode() + b"> >>"


def ranged(out, body):
    """Writes the range into the dictionary at `body`; answers the file and what is signed."""
    at = out.index(b"/ByteRange [", body) + 12
    before = out.index(b"/Contents <", at) + 10
    after = before + 2 * ROOM + 2
    text = b"0 %d %d %d" % (before, after, len(out) - after)
    out = out[:at] + text.ljust(43) + out[at + 43 :]
    return out, out[:before] + out[after:]


TICK = [(0.0, 0.0), (2.0, -2.2), (6.0, 2.8)]
OCTAGON = [(0.4, 1.0), (1.0, 0.4), (1.0, -0.4), (0.4, -1.0), (-0.4, -1.0), (-1.0, -0.4), (-1.0, 0.4), (-0.4, 1.0)]
SQUARE = [(2.0, -1.5), (5.0, -1.5), (5.0, 1.5), (2.0, 1.5)]


def look(kind, width, height):
    unit = min(width, height) / 14.0
    x, y = width - 8.0 * unit, height - 5.0 * unit

    def lines(points):
        drawn = [f"{x + dx * unit:.2f} {y + dy * unit:.2f}" for dx, dy in points]
        return " ".join(text + (" l" if i else " m") for i, text in enumerate(drawn))

    if kind == "person":
        return f"q 0.13 0.40 0.24 RG {0.7 * unit:.2f} w 1 J 1 j {lines(TICK)} S Q\n".encode()
    ring = [(3.5 + dx * 3.8, dy * 3.8) for dx, dy in OCTAGON]
    return f"q 0.72 0.11 0.11 RG {0.6 * unit:.2f} w {lines(ring)} s {lines(SQUARE)} s Q\n".encode()


def fields(pdf):
    form = pdf.catalog().get("AcroForm")
    return [] if form is None else [(it.number, pdf.object(it.number)[0]) for it in pdf.object(form.number)[0]["Fields"]]


def cut(value):
    """The DER at the beginning of `value`; all behind it is zero."""
    more = value[1] & 0x7F if value[1] > 0x7F else 0
    size = int.from_bytes(value[2 : 2 + more]) if more else value[1]
    end = 2 + more + size
    if value[end:].strip(b"\0"):
        raise ValueError("pdf_signature_malformed")
    return value[:end]


def mark_again(base, now):
    """Makes the update that `now` adds to `base` again, if it signs; answers field, kind, value and what is signed."""
    known = {number: widget for number, widget in fields(base)}
    fresh = [(n, it) for n, it in fields(now) if "V" in it and "V" not in known.get(n, {})]
    if not fresh:
        return None
    ((number, widget),) = fresh
    own = now.object(widget["V"].number)[0]
    value = cut(own["Contents"])
    first = base.revisions[-1][1]["Size"]
    name = widget["T"].decode()
    if number not in known:
        catalog, form = base.catalog(), base.catalog()["AcroForm"].number
        page = catalog["Pages"].number
        while "Kids" in base.object(page)[0]:
            page = base.object(page)[0]["Kids"][0].number
        field = {
            "F": 132, "FT": Name("Sig"), "P": Ref(page), "Rect": [Real(b"0.00")] * 4, "Subtype": Name("Widget"),
            "T": widget["T"], "Type": Name("Annot"), "V": Ref(first),
        }  # fmt: skip
        sheet, marks = base.object(page)[0], base.object(form)[0]
        annotations = sheet.get("Annots", [])
        if isinstance(annotations, Ref):
            annotations = base.object(annotations.number)[0]
        sheet["Annots"], marks["Fields"] = annotations + [Ref(first + 1)], marks["Fields"] + [Ref(first + 1)]
        new = [dictionary("stamp", b"", b"", value), spelled(field)]
        out, bodies = updated(base, new, {page: spelled(sheet), form: spelled(marks)})
        out, content = ranged(out, bodies[first])
        return name, "stamp", value, content, out
    kinds = ["stamp"] if own["Type"] == "DocTimeStamp" else ["person", "seal"]
    left, low, right, high = (float(it) for it in known[number]["Rect"])
    for kind in kinds:
        field, new = {**known[number], "V": Ref(first)}, [dictionary(kind, own.get("Name", b""), own.get("M", b""), value)]
        if (left, low, right, high) != (0, 0, 0, 0):
            width, height = round(right - left, 2), round(high - low, 2)
            box = [Real(b"0.00"), Real(b"0.00"), Real(b"%.2f" % width), Real(b"%.2f" % height)]
            entries = {"BBox": box, "Resources": {}, "Subtype": Name("Form"), "Type": Name("XObject")}
            new.append(stream(entries, look(kind, width, height)))
            field["AP"] = {"N": Ref(first + 1)}
        out, bodies = updated(base, new, {number: spelled(field)})
        out, content = ranged(out, bodies[first])
        if out == now.data:
            break
    return name, kind, value, content, out


def enclosed(pdf):
    store = pdf.catalog().get("DSS")
    store = pdf.object(store.number)[0] if store else {"Certs": [], "CRLs": []}
    return store, [[pdf.object(it.number)[1] for it in store[key]] for key in ("Certs", "CRLs")]


def store_again(base, now):
    before, old = enclosed(base)
    _, (certificates, lists) = enclosed(now)
    new = [stream({}, it) for it in certificates[len(old[0]) :] + lists[len(old[1]) :]]
    first = base.revisions[-1][1]["Size"]
    split = first + len(certificates) - len(old[0])
    size = first + len(new)
    store = {
        "Type": Name("DSS"),
        "Certs": before["Certs"] + [Ref(it) for it in range(first, split)],
        "CRLs": before["CRLs"] + [Ref(it) for it in range(split, size)],
    }
    catalog = {**base.catalog(), "DSS": Ref(size)}
    return updated(base, new + [spelled(store)], {base.root().number: spelled(catalog)})[0]


def marks(name, data, size, roots):
    """Every update after the first `size` bytes, made again; the signatures with what they say."""
    try:
        whole = Pdf(data)
        _, (certificates, lists) = enclosed(whole)
        pool, lists = [x509.Certificate.load(it) for it in certificates], [crl.CertificateList.load(it) for it in lists]
        found, ends = [], [end for *_, end in whole.revisions if end > size]
        for start, end in zip([size] + ends, ends):
            base, now = Pdf(data[:start]), Pdf(data[:end])
            mark = mark_again(base, now)
            made = mark[4] if mark else store_again(base, now)
            if made != data[:end]:
                fault(name, "pdf_changed")
                return []
            if not mark:
                continue
            field, kind, value, content, _ = mark
            if kind == "stamp":
                signature, at = None, stamped(value, content, roots, pool, lists)
            else:
                more = APPROVAL if kind == "person" else []
                signature, at = approved(value, content, more, roots, pool, lists)
            if at is None:
                fault(f"{name}#{field}", "signature does not hold")
            found.append((field, kind, signature, value, content, end))
        stamps = [(kind, value) for _, kind, _, value, _, _ in found if kind == "stamp"]
        lapsed(name, [value for _, value in stamps])
        return found
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
        fault(name, f"pdf_malformed {error}")
        return []


def lapsed(name, tokens):
    """Each timestamp was in force when the next one took it in."""
    told = [Cms(token) for token in tokens]
    times = [tsp.TSTInfo.load(it.data["encap_content_info"]["content"].parsed.dump())["gen_time"].native for it in told]
    for stamp, later in zip(told, times[1:]):
        if min(it.not_valid_after for it in stamp.pool) < later:
            fault(name, "pdf_stamp_lapsed")


# -- tree and checkpoint (log.md 4, 5)


def rooted(leaf, index, path, size):
    """RFC 9162 2.1.3.2"""
    if index >= size:
        return None
    node, last, here = leaf, size - 1, index
    for step in map(bytes.fromhex, path):
        if last == 0:
            return None
        if here & 1 or here == last:
            node = sha256(b"\x01", step, node)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            node = sha256(b"\x01", node, step)
        here, last = here >> 1, last >> 1
    return node if last == 0 else None


def note(text, trust):
    body, _, lines = text.partition("\n\n")
    body += "\n"
    origin, size, root = body.rstrip("\n").split("\n")
    seen = 0
    good = False
    for line in lines.rstrip("\n").split("\n"):
        _, name, code = line.split(" ")
        raw = base64.b64decode(code, validate=True)
        key = bytes.fromhex(trust["log"])
        if name == trust["origin"] and raw[:4] == sha256(name.encode(), b"\n\x01", key)[:4]:
            good = signed_by(trust["log"], body.encode(), raw[4:].hex())
        for witness in trust.get("witnesses", []):
            if witness["name"] == name:
                key = bytes.fromhex(witness["key"])
                at = int.from_bytes(raw[4:12])
                message = f"cosignature/v1\ntime {at}\n{body}".encode()
                ours = raw[:4] == sha256(name.encode(), b"\n\x04", key)[:4]
                if ours and signed_by(witness["key"], message, raw[12:].hex()):
                    seen += 1
                else:
                    fault(f"log/checkpoint.txt#{name}", "cosignature_invalid")
    if not good or origin != trust["origin"] or str(int(size)) != size:
        fault("log/checkpoint.txt", "checkpoint_invalid")
    if seen < trust.get("quorum", 0):
        fault("log/checkpoint.txt", "witnesses_missing")
    return int(size), base64.b64decode(root, validate=True)


# -- the case


class Case:
    def __init__(self, files, trust, head):
        self.files, self.trust, self.case = files, trust, head["case"]
        self.roots = [x509.Certificate.load(base64.b64decode(it)) for it in trust.get("roots", [])]
        self.body = self.agreement = self.terms = self.commission = self.sealed = self.file = None
        self.marks, self.decisions, self.papers, self.applications, self.evidence = [], [], [], [], []

    def statement(self, place, header, signed, act, shown):
        stated, word = signed["attested"]["statement"], signed["attested"]["attestation"]
        actor = header["actor"]
        same = (stated["case"], stated["act"], stated["role"], word["person"]) == (self.case, act, actor["role"], actor["person"])
        if not same or (stated["agreement"], stated["terms"]) != shown:
            fault(place, "statement_mismatch")
        bytes_of = lambda kind, value: f"maplebridge/{kind}/v1\n{canonical(value)}".encode()
        if not signed_by(self.trust["attestor"], bytes_of("attestation", word), signed["attested"]["signature"]):
            fault(place, "attestation_forged")
        text = bytes_of("statement", stated)
        if word["statement"] != sha256(text).hex() or word["role"] != stated["role"]:
            fault(place, "statement_swapped")
        if not signed_by(word["key"], text, signed["signature"]):
            fault(place, "signature_forged")
        if not word["issued"] <= header["time"] <= word["issued"] + 600_000:
            fault(place, "key_expired")

    def seal(self, place, org, key, signature, text):
        if not any((it["org"], it["key"]) == (org, key) for it in self.trust["seals"]):
            fault(place, "seal_not_trusted")
        elif not signed_by(key, text.encode(), signature):
            fault(place, "seal_invalid")

    def event(self, place, header, event):
        name, it = (event, {}) if isinstance(event, str) else next(iter(event.items()))
        if name == "mediation_requested":
            self.body = it["body"]
        elif name == "evidence_added":
            self.evidence.append((it["evidence"]["digest"], it["evidence"]["size"]))
        elif name == "terms_agreed":
            self.terms = it["digest"]
            if sha256(canonical(it["terms"]).encode()).hex() != it["digest"]:
                fault(place, "terms_digest_differs")
        elif name == "agreement_presented":
            self.agreement, self.marks, self.file = it, [], (it["document"], it["size"])
            if it["attestor"] != self.trust["attestor"]:
                fault(place, "attestor_not_trusted")
        elif name == "signing_declined":
            self.agreement, self.terms, self.marks = None, None, []
        elif name == "agreement_signed":
            self.statement(place, header, it["statement"], "sign_agreement", (self.agreement["document"], self.terms))
            if "mark" in it["statement"]:
                key = it["statement"]["attested"]["attestation"]["key"]
                self.marks.append((header["actor"]["role"].capitalize(), key, it["statement"]["mark"]))
                self.file = (it["statement"]["mark"]["file"]["digest"], it["statement"]["mark"]["file"]["size"])
        elif name == "agreement_sealed":
            text = f"maplebridge/seal/v1\n{self.case}\n{it['org']}\n{self.agreement['document']}\n{self.terms}\n"
            self.seal(place, it["org"], it["key"], it["signature"], text)
            if "file" in it:
                self.sealed = it
                self.file = (it["file"]["file"]["digest"], it["file"]["file"]["size"])
        elif name == "case_transferred":
            self.commission = it["commission"]
            if it.get("attestor", self.trust["attestor"]) != self.trust["attestor"]:
                fault(place, "attestor_not_trusted")
        elif name == "arbitration_applied" and "statement" in it:
            digest = sha256(canonical(it["petition"]).encode()).hex()
            self.statement(place, header, it["statement"], {"petition": {"commission": self.commission}}, (digest, digest))
        elif name == "review_applied":
            act = {"apply": {"institution": it["institution"], "track": it["track"]}}
            self.statement(place, header, it["statement"], act, (self.agreement["document"], self.terms))
            self.applications.append(it["institution"])
        elif name == "decision_issued":
            org = next(x["org"] for x in self.trust["seals"] if x["key"] == it["key"])
            text = f"maplebridge/seal/v1\n{self.case}\n{org}\n{it['document']}\n{self.terms}\n"
            if org not in self.applications:
                fault(place, "decision_without_application")
            self.seal(place, org, it["key"], it["signature"], text)
            self.decisions.append((org, it))
        elif name == "paper_issued":
            self.papers.append(it)
            if "seal" in it:
                text = f"maplebridge/paper/v1\n{self.case}\n{it['seal']['org']}\n{it['kind']}\n{it['document']}\n"
                self.seal(place, it["seal"]["org"], it["seal"]["key"], it["seal"]["signature"], text)

    def begins(self, name, digest, size, longer):
        data = self.files.get(name)
        if data is None:
            fault(name, "missing")
        elif sha256(data[:size]).hex() != digest or (len(data) > size and not longer):
            fault(name, "not the document the log names")

    def renewed(self, name, document, found, renewals):
        for field, kind, _, _, _, end in [it for it in found if it[1] == "stamp"][1:]:
            made = (document, {"digest": sha256(self.files[name][:end]).hex(), "size": end})
            if made not in renewals:
                fault(f"{name}#{field}", "proof_missing")

    def sealed_paper(self, name, org, it, renewals):
        """8c: begins with the seal of `org` and the timestamp over it."""
        data = self.files[name]
        drafts = [end for *_, end in Pdf(data).revisions][:2]
        found = marks(name, data, drafts[-1], self.roots)
        if [kind for _, kind, *_ in found][:2] != ["seal", "stamp"] or found[1][5] != it["size"]:
            fault(name, "mark_differs")
        elif f"urn:maplebridge:org:{org}" not in uris(found[0][2].signer):
            fault(name, "mark_differs")
        self.renewed(name, it["document"], found, renewals)

    def documents(self, artefacts, renewals):
        if self.agreement:
            name, (digest, size) = "documents/agreement.pdf", self.file
            self.begins(name, digest, size, self.agreement.get("marked", False))
            self.begins(name, self.agreement["document"], self.agreement["size"], True)
            if self.agreement.get("marked") and self.marks:
                self.marked(name, artefacts, renewals)
            if self.terms and sha256(self.files.get("documents/terms.json", b"")).hex() != self.terms:
                fault("documents/terms.json", "not_the_signed_terms")
        for i, (org, it) in enumerate(self.decisions):
            name = f"documents/decision-{i + 1}.pdf"
            self.begins(name, it["document"], it["size"], it.get("marked", False))
            if it.get("marked"):
                self.sealed_paper(name, org, it, renewals)
        for i, it in enumerate(self.papers):
            name, bears = f"documents/paper-{i + 1}.pdf", it["kind"] in ("completion_certificate", "minutes")
            self.begins(name, it["document"], it["size"], bears)
            if bears and name in self.files and self.files[name].startswith(b"%PDF-2.0") and b"/AcroForm" in self.files[name]:
                self.sealed_paper(name, it["seal"]["org"], it, renewals)
        for digest, size in self.evidence:
            self.begins(f"evidence/{digest}", digest, size, False)

    def marked(self, name, artefacts, renewals):
        found = marks(name, self.files[name], self.agreement["size"], self.roots)
        people = [it for it in found if it[1] == "person"]
        if [it[0] for it in people] != [field for field, *_ in self.marks]:
            fault(name, "mark_differs")
        for (field, _, signature, _, content, end), (_, key, mark) in zip(people, self.marks):
            wide = len(key) == 64
            digest = (lambda data: hashlib.sha512(data).hexdigest()) if wide else (lambda data: sha256(data).hex())
            certificate = signature.signer.dump()
            value = signature.value
            if not wide:
                pair = core.Sequence.load(value)
                value = pair[0].native.to_bytes(32) + pair[1].native.to_bytes(32)
            now = {
                "base": mark["base"], "certificate": digest(certificate), "content": digest(content),
                "file": {"digest": sha256(self.files[name][:end]).hex(), "size": end}, "signature": value.hex(),
            }  # fmt: skip
            spki = public(signature.signer)
            if wide:
                raw = spki.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            else:
                raw = spki.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
            if now != mark or raw.hex() != key:
                fault(f"{name}#{field}", "mark_differs")
        if bool([it for it in found if it[1] == "seal"]) != bool(self.sealed):
            fault(name, "mark_differs")
        if self.sealed:
            seal = next(it for it in found if it[1] == "seal")
            first = next(it for it in found if it[1] == "stamp")
            if first[5] != self.file[1] or f"urn:maplebridge:org:{self.sealed['org']}" not in uris(seal[2].signer):
                fault(name, "mark_differs")
        if ("document", self.agreement["document"]) in artefacts:
            for field, kind, signature, value, _, _ in found:
                wanted = [("timestamp", value)] if kind == "stamp" else [("signature", signature.value), ("timestamp", signature.token)]
                if kind == "person":
                    wanted.append(("certificate", signature.signer.dump()))
                if any((what, sha256(data).hex()) not in artefacts for what, data in wanted):
                    fault(f"{name}#{field}", "proof_missing")
        self.renewed(name, self.file[0], found, renewals)


def read(files, name):
    value = json.loads(files[name])
    if canonical(value).encode() != files[name]:
        fault(name, "not_canonical")
    return value


def check(data, trust):
    listed = container(data)
    files = dict(listed)
    if len(files) != len(listed) or [name for name, _ in listed[:3]] != [
        "mimetype", "META-INF/ASiCManifest.xml", "META-INF/signature.p7s",
    ] or files["mimetype"] != b"application/vnd.etsi.asic-e+zip":  # fmt: skip
        return fault("mimetype", "not_a_dossier")
    if manifest(listed[3:]) != files["META-INF/ASiCManifest.xml"]:
        fault("META-INF/ASiCManifest.xml", "files_differ")
    head = read(files, "case/dossier.json")
    case = Case(files, trust, head)
    made = datetime.fromtimestamp(head["made"] // 1000, timezone.utc)
    said = der(0x17, made.strftime("%y%m%d%H%M%SZ").encode())
    when = [("1.2.840.113549.1.9.5", said)]
    seal, at = approved(files["META-INF/signature.p7s"], files["META-INF/ASiCManifest.xml"], when, case.roots, [], [])
    if at is None:
        fault("META-INF/signature.p7s", "manifest_signature_invalid")
    size, root = note(files["log/checkpoint.txt"].decode(), trust)
    proofs, lines = read(files, "log/inclusion.json"), files["case/entries.jsonl"].decode().split("\n")
    if lines.pop() != "" or len(lines) != len(proofs):
        fault("log/inclusion.json", "proof_missing")
    before = "0" * 64
    for i, (line, proof) in enumerate(zip(lines, proofs)):
        place, entry = f"case/entries.jsonl:{i + 1}", json.loads(line)
        header = json.loads(entry["header"])
        if canonical(entry) != line or canonical(header) != entry["header"]:
            fault(place, "not_canonical")
        if (header["case"], header["seq"], header["prev"]) != (case.case, i + 1, before):
            fault(place, "chain_broken_link")
        digest = sha256(entry["header"].encode())
        before = digest.hex()
        if rooted(sha256(b"\x00", digest), proof["index"], proof["path"], size) != root:
            fault(f"log/inclusion.json:{i + 1}", "not_in_the_log")
        if "payload" in entry:
            if sha256(entry["payload"].encode()).hex() != header["payload"]:
                fault(place, "chain_payload_swapped")
            case.event(place, header, json.loads(entry["payload"])["event"])
    if f"urn:maplebridge:org:{case.body}" not in uris(seal.signer):
        fault("META-INF/signature.p7s", "manifest_signature_invalid")
    leaves = {}
    for kind in ("renewal", "artefact"):
        name = f"log/{kind}s.json"
        leaves[kind] = []
        for i, it in enumerate(read(files, name) if name in files else []):
            text = f"maplebridge/{kind}/v1\n{canonical(it[kind])}".encode()
            leaf = sha256(b"\x00", sha256(text))
            if it[kind].get("case") != case.case or rooted(leaf, it["inclusion"]["index"], it["inclusion"]["path"], size) != root:
                fault(f"{name}:{i + 1}", "not_in_the_log")
            leaves[kind].append(it[kind])
    artefacts = {(it["kind"], it["digest"]) for it in leaves["artefact"]}
    case.documents(artefacts, [(it["document"], it["file"]) for it in leaves["renewal"]])
    whole = "".join(lines)
    for it in read(files, "case/disclosures.json"):
        commitment = sha256(bytes.fromhex(it["salt"]), it["value"].encode()).hex()
        if commitment not in whole:
            fault(f"case/disclosures.json:{commitment}", "not_in_the_case")


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as dossier, open(sys.argv[2], "rb") as root_file:
        try:
            check(dossier.read(), json.load(root_file))
        except (KeyError, ValueError, TypeError, IndexError, StopIteration, struct.error, AttributeError) as error:
            fault("dossier", f"unreadable: {type(error).__name__} {error}")
    for line in faults:
        print(line)
    print("invalid" if faults else "valid")
    sys.exit(bool(faults))
