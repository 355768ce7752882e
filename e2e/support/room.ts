import { type Page, expect } from '@playwright/test';
import { type Persona, type Server } from './test';

/** Media of one person as it arrived at another. */
export interface Received {
  frames: number;
  energy: number;
  bytes: number;
  /** Of the bytes, those of sound. */
  sound: number;
}
export type ByPerson = Record<string, Received>;

/** A person in the room's own screens; what arrives is read from the page's own connections. */
export class Seat {
  person = '';

  private constructor(
    readonly page: Page,
    readonly id: string,
  ) {}

  /** Opens the room's device check of case `id`. */
  static async open(page: Page, server: Server, persona: Persona, id: string): Promise<Seat> {
    await page.addInitScript(() => {
      const kept = { connections: [] as RTCPeerConnection[], sockets: [] as WebSocket[] };
      Object.assign(window, { kept });
      window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          kept.connections.push(this);
        }
      };
      window.WebSocket = class extends WebSocket {
        constructor(url: string) {
          super(url);
          kept.sockets.push(this);
        }
      };
    });
    const program = persona === 'worker' || persona === 'employer' ? 'app' : 'desk';
    await page.goto(`${server.origin}/${program}/#/case/${id}/room`);
    const seat = new Seat(page, id);
    await seat.shows('check');
    const session = await (await page.request.get('/api/v1/session')).json();
    seat.person = session.actor.person;
    return seat;
  }

  /** Waits for one of the room's screens. */
  async shows(screen: 'check' | 'waiting' | 'stage' | 'out'): Promise<void> {
    await expect(this.page.getByTestId('room')).toHaveAttribute('data-screen', screen);
  }

  async stands(room: 'Main' | 'CaucusClaimant' | 'CaucusRespondent'): Promise<void> {
    await expect(this.page.getByTestId('stage')).toHaveAttribute('data-room', room);
  }

  async press(button: string): Promise<void> {
    await this.page.getByTestId(button).click();
  }

  /** What has arrived so far, by the person it came from; nothing where nobody was ever heard. */
  async received(): Promise<ByPerson> {
    return this.page.evaluate(async () => {
      const { connections } = (window as any).kept as { connections: RTCPeerConnection[] };
      const all: Record<string, { frames: number; energy: number; bytes: number; sound: number }> = {};
      for (const connection of connections.filter(({ connectionState }) => connectionState !== 'closed')) {
        for (const report of (await connection.getStats()).values()) {
          if (report.type !== 'inbound-rtp') continue;
          // The server names a track "PERSON-kind".
          const person = (report.trackIdentifier as string).replace(/-(audio|video)$/, '');
          const sum = (all[person] ??= { frames: 0, energy: 0, bytes: 0, sound: 0 });
          sum.frames += report.framesDecoded ?? 0;
          sum.energy += report.totalAudioEnergy ?? 0;
          sum.bytes += report.bytesReceived ?? 0;
          if (report.kind === 'audio') sum.sound += report.bytesReceived ?? 0;
        }
      }
      return all;
    });
  }

  /** What the browser counts of `other`'s picture. */
  async picture(other: Seat): Promise<{ lines: number; frames: number; frozen: number; keys: number }> {
    return this.page.evaluate(async (person) => {
      const { connections } = (window as any).kept as { connections: RTCPeerConnection[] };
      for (const connection of connections.filter(({ connectionState }) => connectionState !== 'closed')) {
        for (const report of (await connection.getStats()).values()) {
          if (report.type !== 'inbound-rtp' || report.trackIdentifier !== `${person}-video`) continue;
          return {
            lines: report.frameHeight ?? 0,
            frames: report.framesDecoded,
            frozen: report.totalFreezesDuration ?? 0,
            keys: report.keyFramesDecoded,
          };
        }
      }
      return { lines: 0, frames: 0, frozen: 0, keys: 0 };
    }, other.person);
  }

  /** Lines of the picture of `other` as it is decoded now. */
  async lines(other: Seat): Promise<number> {
    return (await this.picture(other)).lines;
  }

  /** Packets sent of each size of the own picture. */
  async sent(): Promise<Record<string, number>> {
    return this.page.evaluate(async () => {
      const { connections } = (window as any).kept as { connections: RTCPeerConnection[] };
      const all: Record<string, number> = {};
      for (const connection of connections.filter(({ connectionState }) => connectionState !== 'closed')) {
        for (const report of (await connection.getStats()).values()) {
          if (report.type === 'outbound-rtp' && report.rid) all[report.rid] = report.packetsSent;
        }
      }
      return all;
    });
  }

  /** Waits until picture and sound of each of `others` have gone on by so many frames. */
  async hears(others: Seat[], frames = 15): Promise<void> {
    await this.gets(others, frames, true);
  }

  /** The same of pictures alone. */
  async sees(others: Seat[], frames = 15): Promise<void> {
    await this.gets(others, frames, false);
  }

  private async gets(others: Seat[], frames: number, sound: boolean): Promise<void> {
    const before = await this.received();
    await expect
      .poll(
        async () => {
          const now = await this.received();
          return others
            .filter(({ person }) => {
              const [was, is] = [before[person], now[person]];
              return !is || is.frames - (was?.frames ?? 0) < frames || (sound && is.energy <= (was?.energy ?? 0));
            })
            .map(({ person }) => person);
        },
        { message: sound ? 'picture and sound arrive from each' : 'pictures arrive from each', timeout: 30_000, intervals: [200] },
      )
      .toEqual([]);
  }
}

/** Mediator and worker in the main room of case `id`, the worker let in from the waiting room. */
export async function bothInMain(mediator: Page, worker: Page, server: Server, id: string): Promise<[Seat, Seat]> {
  const host = await Seat.open(mediator, server, 'mediator', id);
  const left = await Seat.open(worker, server, 'worker', id);
  await host.press('enter');
  await host.stands('Main');
  await left.press('enter');
  await left.shows('waiting');
  await host.press('admit');
  await left.stands('Main');
  return [host, left];
}
