import { createHash } from 'node:crypto';

// The mark in the agreement's PDF as docs/spec/seal.md 6 has it, written a second time by that text
// alone: what the screens' own code signs must be the same.

export interface Place {
  base: string;
  tail: string;
  range: [number, number, number, number];
  certificate: string;
}

const sha512 = (bytes: Buffer) => createHash('sha512').update(bytes).digest();

function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function oid(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]];
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const digits = [arc & 127];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 127) | 128);
    bytes.push(...digits);
  }
  return der(6, Buffer.from(bytes));
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const octets = (bytes: Buffer) => der(4, bytes);
const attribute = (id: string, value: Buffer) => sequence(oid(id), der(0x31, value));

/** What is signed, and the entry's `mark` but for the signature. */
export function marked(place: Place, base: Buffer): { attributes: Buffer; mark: Record<string, string> } {
  const file = Buffer.concat([base, Buffer.from(place.tail, 'base64')]);
  const [, before, after] = place.range;
  const content = sha512(Buffer.concat([file.subarray(0, before), file.subarray(after)]));
  const certificate = sha512(Buffer.from(place.certificate, 'base64'));
  const hash = sequence(oid('2.16.840.1.101.3.4.2.3'));
  const all = [
    attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.1')),
    attribute('1.2.840.113549.1.9.4', octets(content)),
    attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(hash, octets(certificate))))),
    attribute('1.2.840.113549.1.9.52', sequence(hash, der(0xa1, oid('1.3.101.112')))),
    attribute('1.2.840.113549.1.9.16.2.16', sequence(oid('1.2.840.113549.1.9.16.6.5'))),
  ];
  all.sort(Buffer.compare);
  return {
    attributes: der(0x31, ...all),
    mark: { base: place.base, content: content.toString('hex'), certificate: certificate.toString('hex') },
  };
}
