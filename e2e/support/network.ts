import type { Page } from '@playwright/test';
import { type RemoteInfo, type Socket, createSocket } from 'node:dgram';

/** A UDP network between browsers and one server port, that fails when told to. */
export class Network {
  /** Where browsers send. */
  port = 0;
  private backs = new Map<string, Socket>();
  private dark = false;
  private loss = 0;
  private delay = 0;
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
      back.on('message', (answer) => this.pass(() => this.front.send(answer, from.port, from.address)));
      this.backs.set(name, back);
    }
    const way = back;
    this.pass(() => way.send(packet, this.server, '127.0.0.1'));
  }

  private pass(send: () => void): void {
    // Park and Miller's numbers: the same luck in each run.
    this.luck = (this.luck * 48_271) % 0x7fff_ffff;
    if (this.dark || this.luck / 0x7fff_ffff < this.loss) return;
    if (!this.delay) return send();
    setTimeout(() => {
      try {
        send();
      } catch {
        // Its socket was forgotten on the way.
      }
    }, this.delay);
  }
}

/** In the page: from here on no UDP passes between this browser and the server. */
export function overTcp(): void {
  const set = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }: RTCSessionDescriptionInit) {
    return set.call(this, { type, sdp: sdp!.replace(/^a=candidate:.* udp .*\r\n/gim, '') });
  };
}
