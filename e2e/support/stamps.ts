// Timestamps in a signed PDF, found by their bytes alone and for programs that know no PDF.

/** A token (RFC 3161) and what it stamps. */
export interface Stamp {
  token: Buffer;
  content: Buffer;
}

/** id-aa-signatureTimeStampToken, id-Ed25519 and ecdsa-with-SHA256 as they stand in a CMS. */
const TOKEN = Buffer.from('060b2a864886f70d010910020e', 'hex');
const ALGORITHMS = ['300506032b6570', '300a06082a8648ce3d040302'].map((der) => Buffer.from(der, 'hex'));

/** The body of the DER element at `at`, and where it ends. */
function element(der: Buffer, at: number): { body: Buffer; end: number } {
  const first = der[at + 1]!;
  const more = first < 0x80 ? 0 : first & 0x7f;
  const start = at + 2 + more;
  const length = more ? der.readUIntBE(at + 2, more) : first;
  return { body: der.subarray(start, start + length), end: start + length };
}

/** Every timestamp in `pdf`, in the order of the signatures. */
export function stamps(pdf: Buffer): Stamp[] {
  const text = pdf.toString('latin1');
  const found: Stamp[] = [];
  for (const [, numbers] of text.matchAll(/\/ByteRange \[0 (\d+ \d+ \d+) *\]/g)) {
    const [before, after, rest] = numbers!.split(' ').map(Number) as [number, number, number];
    const padded = Buffer.from(text.slice(before + 1, after - 1), 'hex');
    const value = padded.subarray(0, element(padded, 0).end);
    const at = value.indexOf(TOKEN);
    if (at < 0) {
      found.push({ token: value, content: Buffer.concat([pdf.subarray(0, before), pdf.subarray(after, after + rest)]) });
      continue;
    }
    const signed = Math.max(...ALGORITHMS.map((der) => value.lastIndexOf(der, at) + (value.lastIndexOf(der, at) < 0 ? 0 : der.length)));
    found.push({ token: element(value, at + TOKEN.length).body, content: element(value, signed).body });
  }
  return found;
}
