import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const target = process.env.MAPLEBRIDGE_TARGET ?? resolve(import.meta.dirname, '../../target');
const program = process.env.MAPLEBRIDGE_PROGRAM ?? join(target, 'debug/maplebridge');
const site = process.env.MAPLEBRIDGE_SITE ?? join(target, 'site');

/** A server on a free port with an empty data folder. */
export class Server {
  private constructor(
    readonly origin: string,
    /** What it said up to its `ready` line. */
    readonly said: readonly string[],
    private readonly flags: readonly string[],
    private child: ChildProcess,
    private readonly data: string,
  ) {}

  /** Starts it and waits for its `ready` line; without `--demo` it stands empty. */
  static async start(flags: readonly string[] = ['--demo']): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), 'maplebridge-e2e-'));
    const { child, origin, said } = await launch(data, '0', flags);
    return new Server(origin, said, flags, child, data);
  }

  /** The same server under the name passkeys are bound to in Chromium's secure contexts. */
  get localhost(): string {
    return this.origin.replace('127.0.0.1', 'localhost');
  }

  /** Ends the process as a power cut would; its data stays. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGKILL');
    await ended;
  }

  /** Asks the process to end; answers its exit code once it has. */
  async terminate(): Promise<number | null> {
    const ended = new Promise<number | null>((done) => this.child.once('exit', done));
    this.child.kill('SIGTERM');
    return ended;
  }

  /** Starts it again on the same port and data. */
  async revive(): Promise<void> {
    this.child = (await launch(this.data, new URL(this.origin).port, this.flags)).child;
  }

  /** Runs `maplebridge admin …` on its data. */
  admin(...given: string[]): void {
    const [command, ...rest] = given;
    const { status, stderr } = spawnSync(program, ['admin', command!, '--data', this.data, ...rest], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }
}

interface Launched {
  child: ChildProcess;
  origin: string;
  said: string[];
}

async function launch(data: string, port: string, flags: readonly string[]): Promise<Launched> {
  const child = spawn(program, ['serve', ...flags, '--port', port, '--data', data], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: { ...process.env, MAPLEBRIDGE_SITE: site },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let troubles = '';
  child.stderr!.on('data', (chunk) => (troubles += chunk));
  const said: string[] = [];
  const origin = await new Promise<string>((found, failed) => {
    child.on('exit', (code) => failed(new Error(`the server ended with ${code} before it was ready:\n${troubles}`)));
    child.on('error', failed);
    createInterface({ input: child.stdout! }).on('line', (line) => {
      said.push(line);
      if (line.startsWith('ready ')) found(line.slice(6).trim());
    });
  });
  return { child, origin, said };
}
