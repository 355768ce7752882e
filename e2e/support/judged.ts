import { type Page, expect } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Person } from './person';
import type { Server } from './server';
import { stamps } from './stamps';

const target = process.env.MAPLEBRIDGE_TARGET ?? resolve(import.meta.dirname, '../../target');
const FIELDS = ['Claimant', 'Respondent', 'Mediator', 'Seal'];
/** Debian's PDFBox with Bouncy Castle, as `cargo xtask setup` installs them. */
const JARS = ['pdfbox2', 'fontbox2', 'commons-logging', 'bcprov', 'bcutil', 'bcpkix'].map((name) => `/usr/share/java/${name}.jar`);
const HOUR = 3_600_000;

/** What people sign with: the object identifier of its algorithm, and how many of the four signatures NSS can check. */
const KEYS = {
  ed25519: { algorithm: '1.3.101.112', known: 1 },
  p256: { algorithm: '1.2.840.10045.4.3.2', known: 4 },
};

/**
 * What browsers signed, judged by programs of others: pyHanko now and after every signer's
 * certificate has run out, PDFBox with Bouncy Castle, poppler's pdfsig, OpenSSL and qpdf; and by
 * our own verifier.
 */
export async function judged(page: Page, id: string, server: Server, keys: keyof typeof KEYS): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maplebridge-judged-'));
  const ask = (program: string, ...given: string[]) => {
    const { error, stdout, stderr, status } = spawnSync(program, given, { cwd: folder, encoding: 'utf8' });
    if (error) throw error;
    return { said: stdout + stderr, lines: stdout.split('\n'), status };
  };
  try {
    const person = new Person(page);
    const { file } = await person.awaited(id, 'agreement_sealed');
    const answer = await page.request.get(`${server.origin}/api/v1/cases/${id}/files/${file.file.digest}`);
    expect(answer.status()).toBe(200);
    const agreement = await answer.body();
    await writeFile(join(folder, 'agreement.pdf'), agreement);
    const trust = await (await page.request.get(`${server.origin}/api/v1/trust`)).text();
    await writeFile(join(folder, 'trust.json'), trust);
    await writeFile(join(folder, 'root.der'), Buffer.from(JSON.parse(trust).roots[0], 'base64'));
    expect(ask('openssl', 'x509', '-inform', 'der', '-in', 'root.der', '-out', 'root.pem').status).toBe(0);

    const pyhanko = (...given: string[]) =>
      ask(join(target, 'validators/bin/pyhanko'), 'sign', ...given, '--trust', 'root.der', '--trust-replace', 'agreement.pdf');
    const now = pyhanko('validate', '--pretty-print');
    expect(now.said.match(/judged VALID/g), now.said).toHaveLength(4);
    for (const later of [HOUR, 9 * 365 * 24 * HOUR]) {
      const { said, lines, status } = pyhanko('adesverify', '--validation-time', new Date(Date.now() + later).toISOString());
      for (const field of FIELDS) {
        const line = lines.find((it) => it.startsWith(`${field}:`));
        expect(line, said).toMatch(/:INTACT:TRUSTED,TIMESTAMP_TOKEN<INTACT:TRUSTED>,.*ACCEPTABLE_MODIFICATIONS$/);
      }
      expect(status, said).toBe(0);
    }

    const pdfbox = ask('java', '-cp', JARS.join(':'), resolve(import.meta.dirname, 'PdfBox.java'), 'agreement.pdf', 'root.der');
    const algorithm = (field: string) => (field === 'Seal' ? KEYS.p256 : KEYS[keys]).algorithm;
    const expected = FIELDS.map((field) => `${field} signature=true algorithm=${algorithm(field)} timestamp=true path=true`);
    expect(pdfbox.lines, pdfbox.said).toEqual([...expected, 'Time timestamp=true', '']);
    expect(pdfbox.status).toBe(0);

    expect(ask('certutil', '-N', '-d', 'sql:.', '--empty-password').status).toBe(0);
    expect(ask('certutil', '-A', '-d', 'sql:.', '-n', 'root', '-t', 'C,C,C', '-i', 'root.der').status).toBe(0);
    const pdfsig = ask('pdfsig', '-nssdir', 'sql:.', 'agreement.pdf').said;
    expect(pdfsig.match(/Signature is Valid\./g), pdfsig).toHaveLength(KEYS[keys].known);
    expect(pdfsig.match(/Certificate is Trusted\./g), pdfsig).toHaveLength(KEYS[keys].known);

    const all = stamps(agreement);
    expect(all).toHaveLength(5);
    for (const { token, content } of all) {
      await writeFile(join(folder, 'token'), token);
      await writeFile(join(folder, 'content'), content);
      const openssl = ask('openssl', 'ts', '-verify', '-in', 'token', '-token_in', '-data', 'content', '-CAfile', 'root.pem');
      expect(openssl.said).toContain('Verification: OK');
    }
    expect(ask('qpdf', '--check', 'agreement.pdf').said).toContain('No syntax or stream encoding errors found');

    const own = ask(join(target, 'debug/maplebridge-verify'), 'agreement.pdf', '--trust', 'trust.json', '--json');
    const report = JSON.parse(own.said);
    expect([report.valid, report.lasting, report.signatures.length], own.said).toEqual([true, true, 5]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
