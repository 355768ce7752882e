import { type ChildProcess, spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { resolve } from 'node:path';

/** coturn with the example configuration, on a free port of loopback. */
export class Relay {
  private constructor(
    readonly port: number,
    readonly secret: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<Relay> {
    const port = await freePort();
    const secret = 'of the relay test';
    const flags = [
      '-c', resolve(import.meta.dirname, '../../docs/turnserver.conf'),
      `--static-auth-secret=${secret}`,
      '--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--listening-port=${port}`,
      '--allow-loopback-peers', '--allowed-peer-ip=127.0.0.1',
      '--no-tls', '--no-dtls', '--log-file=stdout', '--simple-log', '--pidfile=',
    ];
    const child = spawn('turnserver', flags, { stdio: 'ignore' });
    let troubles: Error | undefined;
    child.on('error', (error) => (troubles = error));
    child.on('exit', (code) => (troubles = new Error(`coturn ended with ${code}`)));
    // What it says is held back by its buffer; it is ready when it answers.
    while (!(await listens(port))) {
      if (troubles) throw troubles;
      await new Promise((later) => setTimeout(later, 50));
    }
    return new Relay(port, secret, child);
  }

  /** The portal's flags that name it. */
  flags(transport: 'udp' | 'tcp'): string[] {
    return ['--turn', `turn:127.0.0.1:${this.port}?transport=${transport}`, '--turn-secret', this.secret];
  }

  stop(): void {
    this.child.removeAllListeners('exit');
    this.child.kill('SIGKILL');
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answer = await new Promise<boolean>((is) => socket.once('connect', () => is(true)).once('error', () => is(false)));
  socket.destroy();
  return answer;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((bound) => server.listen(0, '127.0.0.1', bound));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
