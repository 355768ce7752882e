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
/** Where three browsers share two cores, the server may hold a picture back for half a minute. */
const PATIENCE = 75_000;

export type ByPerson = Record<string, Received>;

/** In the page: connections and sockets are kept where tests find them. */
export function keep(): void {
  const kept = { connections: [] as RTCPeerConnection[], sockets: [] as WebSocket[] };
  Object.assign(window, { kept });
  // Whose each stream is, as the server tells.
  const owners: Record<string, string> = {};
  window.RTCPeerConnection = class extends RTCPeerConnection {
    /** Stream by line of the description. */
    private readonly streams: Record<string, string> = {};
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      kept.connections.push(this);
      this.addEventListener('track', ({ transceiver, streams }) => {
        this.streams[transceiver.mid!] = streams[0]!.id;
      });
    }
    /** Person by line; the stream's own name where nobody was told of. */
    get people(): Record<string, string> {
      return Object.fromEntries(Object.entries(this.streams).map(([mid, stream]) => [mid, owners[stream] ?? stream]));
    }
  };
  window.WebSocket = class extends WebSocket {
    constructor(url: string) {
      super(url);
      kept.sockets.push(this);
      this.addEventListener('message', ({ data }) => {
        for (const { stream, person } of JSON.parse(data).people?.people ?? []) if (stream) owners[stream] = person;
      });
    }
  };
}

export type Kept = RTCPeerConnection & { people: Record<string, string> };

/** Rooms as the stage names them. */
export const ROOMS = { Main: '1', CaucusClaimant: '2', CaucusRespondent: '3' };

/** A person in the room's own screens; what arrives is read from the page's own connections. */
export class Seat {
  person = '';

  protected constructor(
    readonly page: Page,
    readonly id: string,
  ) {}

  /** Opens the room's device check of case `id`. */
  static async open(page: Page, server: Server, persona: Persona, id: string): Promise<Seat> {
    await page.addInitScript(keep);
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

  async stands(room: keyof typeof ROOMS): Promise<void> {
    await expect(this.page.getByTestId('stage')).toHaveAttribute('data-room', ROOMS[room]);
  }

  async press(button: string): Promise<void> {
    await this.page.getByTestId(button).click();
  }

  /** What has arrived so far, by the person it came from; nothing where nobody was ever heard. */
  async received(): Promise<ByPerson> {
    return this.page.evaluate(async () => {
      const { connections } = (window as any).kept as { connections: Kept[] };
      const all: Record<string, { frames: number; energy: number; bytes: number; sound: number }> = {};
      for (const connection of connections.filter(({ connectionState }) => connectionState !== 'closed')) {
        for (const report of (await connection.getStats()).values()) {
          if (report.type !== 'inbound-rtp') continue;
          const sum = (all[connection.people[report.mid]!] ??= { frames: 0, energy: 0, bytes: 0, sound: 0 });
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
      const { connections } = (window as any).kept as { connections: Kept[] };
      for (const connection of connections.filter(({ connectionState }) => connectionState !== 'closed')) {
        for (const report of (await connection.getStats()).values()) {
          if (report.type !== 'inbound-rtp' || report.kind !== 'video' || connection.people[report.mid] !== person) continue;
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

  /** Packets and bytes of our own voice that went out. */
  async spoken(): Promise<{ packets: number; bytes: number }> {
    return this.page.evaluate(async () => {
      const { connections } = (window as any).kept as { connections: RTCPeerConnection[] };
      const sum = { packets: 0, bytes: 0 };
      for (const connection of connections.filter(({ connectionState }) => connectionState !== 'closed')) {
        for (const report of (await connection.getStats()).values()) {
          if (report.type !== 'outbound-rtp' || report.kind !== 'audio') continue;
          sum.packets += report.packetsSent;
          sum.bytes += report.bytesSent;
        }
      }
      return sum;
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
        { message: sound ? 'picture and sound arrive from each' : 'pictures arrive from each', timeout: PATIENCE, intervals: [200] },
      )
      .toEqual([]);
  }
}

/** Mediator, worker and, where given, employer in the main room of case `id`: the others let in from the waiting room. */
export async function allInMain(pages: readonly Page[], server: Server, id: string): Promise<Seat[]> {
  const personas = ['mediator', 'worker', 'employer'] as const;
  const seats: Seat[] = [];
  for (const [at, page] of pages.entries()) seats.push(await Seat.open(page, server, personas[at]!, id));
  const [host, ...guests] = seats as [Seat, ...Seat[]];
  await host.press('enter');
  await host.stands('Main');
  for (const guest of guests) {
    await guest.press('enter');
    await guest.shows('waiting');
    await host.press('admit');
    await guest.stands('Main');
  }
  return seats;
}

/** Two of them. */
export async function bothInMain(mediator: Page, worker: Page, server: Server, id: string): Promise<[Seat, Seat]> {
  return (await allInMain([mediator, worker], server, id)) as [Seat, Seat];
}

/** In the page: our end of each connection that stands. */
export async function ways(): Promise<{ protocol: string; candidateType: string; relayProtocol?: string }[]> {
  const { connections } = (window as any).kept as { connections: RTCPeerConnection[] };
  const open = connections.filter(({ connectionState }) => connectionState === 'connected');
  const reports = await Promise.all(open.map((connection) => connection.getStats()));
  return reports.flatMap((report) =>
    [...report.values()]
      .filter(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded')
      .map(({ localCandidateId }) => report.get(localCandidateId))
      .map(({ protocol, candidateType, relayProtocol }) => ({ protocol, candidateType, relayProtocol })),
  );
}
