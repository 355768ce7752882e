import { type Page, expect } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Person } from './person';
import type { Server } from './server';

const target = process.env.MAPLEBRIDGE_TARGET ?? resolve(import.meta.dirname, '../../target');

/** What browsers signed, judged by pyHanko and qpdf and by our own verifier. */
export async function judged(page: Page, id: string, server: Server): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maplebridge-judged-'));
  const ask = (program: string, ...given: string[]) => {
    const { error, stdout, stderr, status } = spawnSync(program, given, { cwd: folder, encoding: 'utf8' });
    if (error) throw error;
    return { said: stdout + stderr, status };
  };
  try {
    const person = new Person(page);
    const { file } = await person.awaited(id, 'agreement_sealed');
    const agreement = await page.request.get(`${server.origin}/api/v1/cases/${id}/files/${file.file.digest}`);
    expect(agreement.status()).toBe(200);
    await writeFile(join(folder, 'agreement.pdf'), await agreement.body());
    const trust = await (await page.request.get(`${server.origin}/api/v1/trust`)).text();
    await writeFile(join(folder, 'trust.json'), trust);
    await writeFile(join(folder, 'root.der'), Buffer.from(JSON.parse(trust).roots[0], 'base64'));

    const trusted = ['--trust', 'root.der', '--trust-replace'];
    const pyhanko = ask(join(target, 'validators/bin/pyhanko'), 'sign', 'validate', '--pretty-print', ...trusted, 'agreement.pdf');
    expect(pyhanko.said.match(/judged VALID/g), pyhanko.said).toHaveLength(4);
    expect(ask('qpdf', '--check', 'agreement.pdf').status).toBe(0);
    const own = ask(join(target, 'debug/maplebridge-verify'), 'agreement.pdf', '--trust', 'trust.json', '--json');
    const report = JSON.parse(own.said);
    expect([report.valid, report.lasting, report.signatures.length], own.said).toEqual([true, true, 5]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
