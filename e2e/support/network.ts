import type { Page } from '@playwright/test';
import { type RemoteInfo, type Socket, createSocket } from 'node:dgram';

/** A UDP network between browsers and one server port, that fails when told to. */
export class Network {
  /** Where browsers send. */
  port = 0;
  private backs = new Map<string, Socket>();
  private dark = false;
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
  async between(page: Page): Promise<void> {
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
    if (this.dark) return;
    const name = `${from.address}:${from.port}`;
    let back = this.backs.get(name);
    if (!back) {
      back = createSocket('udp4');
      back.on('message', (answer) => {
        if (!this.dark) this.front.send(answer, from.port, from.address);
      });
      this.backs.set(name, back);
    }
    back.send(packet, this.server, '127.0.0.1');
  }
}
