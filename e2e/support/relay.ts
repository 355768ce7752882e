import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
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
    const child = spawn('turnserver', flags, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    await new Promise<void>((ready, failed) => {
      child.on('error', failed);
      child.on('exit', (code) => failed(new Error(`coturn ended with ${code}:\n${said}`)));
      child.stdout!.on('data', (words) => {
        said += words;
        if (said.includes('listener opened on')) ready();
      });
    });
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

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((bound) => server.listen(0, '127.0.0.1', bound));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
