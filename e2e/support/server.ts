import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const target = process.env.MAPLEBRIDGE_TARGET ?? resolve(import.meta.dirname, '../../target');

/** A demo server on a free port with an empty data folder. */
export class Server {
  private constructor(
    readonly origin: string,
    private readonly child: ChildProcess,
    private readonly data: string,
  ) {}

  /** Starts it and waits for its `ready` line. */
  static async start(): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), 'maplebridge-e2e-'));
    const child = spawn(join(target, 'debug/maplebridge'), ['serve', '--demo', '--port', '0', '--data', data], {
      cwd: resolve(import.meta.dirname, '../..'),
      env: { ...process.env, MAPLEBRIDGE_SITE: join(target, 'site') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr!.on('data', (chunk) => (said += chunk));
    const origin = await new Promise<string>((found, failed) => {
      child.on('exit', (code) => failed(new Error(`the server ended with ${code} before it was ready:\n${said}`)));
      child.on('error', failed);
      createInterface({ input: child.stdout! }).on('line', (line) => {
        if (line.startsWith('ready ')) found(line.slice(6).trim());
      });
    });
    return new Server(origin, child, data);
  }

  /** The same server under the name passkeys are bound to in Chromium's secure contexts. */
  get localhost(): string {
    return this.origin.replace('127.0.0.1', 'localhost');
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGKILL');
    await ended;
    await rm(this.data, { recursive: true, force: true });
  }
}
