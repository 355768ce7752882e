import type { Page } from '@playwright/test';
import { type RemoteInfo, type Socket, createSocket } from 'node:dgram';

/** Bytes of IPv4 and UDP before each packet. */
const HEADERS = 28;
/** Milliseconds a packet waits at most before a narrow way, as in a cheap router. */
const QUEUE = 500;

/** A UDP network between browsers and one server port, that fails when told to. */
export class Network {
  /** Where browsers send. */
  port = 0;
  private backs = new Map<string, Socket>();
  private dark = false;
  private loss = 0;
  private delay = 0;
  private bits = Infinity;
  /** Until when each way is taken by what was sent, in milliseconds. */
  private readonly taken = { up: 0, down: 0 };
  private luck = 0x5eed;
  private readonly front = createSocket('udp4');

  private constructor(private readonly server: number) {}

  static async to(origin: string): Promise<Network> {
    const network = new Network(Number(new URL(origin).port));
    network.front.on('message', (packet, from) => network.up(packet, from));
    await new Promise<void>((bound) => network.front.bind(0, '127.0.0.1', bound));
    network.port = network.front.address().port;
    return network;
  }

  /** From the next page on, this browser sees the server through this network alone. */
  async between(page: Pick<Page, 'addInitScript'>): Promise<void> {
    await page.addInitScript(
      ([server, front]) => {
        const set = RTCPeerConnection.prototype.setRemoteDescription;
        RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }: RTCSessionDescriptionInit) {
          return set.call(this, { type, sdp: sdp!.replaceAll(` ${server} typ host`, ` ${front} typ host`) });
        };
      },
      [this.server, this.port] as const,
    );
  }

  /** A NAT forgets: everyone comes from a new port, and what is sent to the old one is lost. */
  rebind(): void {
    for (const back of this.backs.values()) back.close();
    this.backs = new Map();
  }

  /** From now on this part of the packets is lost each way, and each takes so many milliseconds. */
  worsen(loss: number, delay: number): void {
    this.loss = loss;
    this.delay = delay;
  }

  /** From now on so many bits a second pass each way, headers of IP and UDP among them; what waits longer than `QUEUE` is lost. */
  narrow(bits: number): void {
    this.bits = bits;
  }

  /** Nothing passes either way for so long. */
  async darken(milliseconds: number): Promise<void> {
    this.dark = true;
    await new Promise((over) => setTimeout(over, milliseconds));
    this.dark = false;
  }

  close(): void {
    this.rebind();
    this.front.close();
  }

  private up(packet: Buffer, from: RemoteInfo): void {
    const name = `${from.address}:${from.port}`;
    let back = this.backs.get(name);
    if (!back) {
      back = createSocket('udp4');
      back.on('message', (answer) => this.pass('down', answer.length, () => this.front.send(answer, from.port, from.address)));
      this.backs.set(name, back);
    }
    const way = back;
    this.pass('up', packet.length, () => way.send(packet, this.server, '127.0.0.1'));
  }

  private pass(way: 'up' | 'down', bytes: number, send: () => void): void {
    // Park and Miller's numbers: the same luck in each run.
    this.luck = (this.luck * 48_271) % 0x7fff_ffff;
    if (this.dark || this.luck / 0x7fff_ffff < this.loss) return;
    const wait = this.queued(way, bytes) + this.delay;
    if (wait > this.delay + QUEUE) return;
    if (wait <= 0) return send();
    setTimeout(() => {
      try {
        send();
      } catch {
        // Its socket was forgotten on the way.
      }
    }, wait);
  }

  /** Milliseconds until so many bytes have gone over the narrow way; what is too late takes none of it. */
  private queued(way: 'up' | 'down', bytes: number): number {
    const now = performance.now();
    const done = Math.max(now, this.taken[way]) + ((bytes + HEADERS) * 8_000) / this.bits;
    if (done - now <= QUEUE) this.taken[way] = done;
    return done - now;
  }
}

/** In the page: from here on no UDP passes between this browser and the server. */
export function overTcp(): void {
  const set = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }: RTCSessionDescriptionInit) {
    return set.call(this, { type, sdp: sdp!.replace(/^a=candidate:.* udp .*\r\n/gim, '') });
  };
}
