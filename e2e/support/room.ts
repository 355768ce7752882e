import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** A person in the room by the signalling contract of `domain::api`, with the browser's own WebRTC. */
export class Seat {
  constructor(
    readonly page: Page,
    readonly person: string,
  ) {}

  /** Opens camera, microphone, signalling and both connections. */
  static async take(page: Page, id: string): Promise<Seat> {
    const person = await page.evaluate(async (id) => {
      const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/v1/cases/${id}/room`);
      const send = (ask: unknown) => socket.send(JSON.stringify(ask));
      const publish = new RTCPeerConnection();
      const subscribe = new RTCPeerConnection();
      const seat = { socket, send, publish, subscribe, room: '', people: [] as any[], problems: [] as string[], sinks: [] as HTMLMediaElement[] };
      Object.assign(window, { seat });
      subscribe.ontrack = ({ track }) => {
        // Without a sink Chromium neither decodes nor measures.
        const sink = document.createElement(track.kind === 'video' ? 'video' : 'audio');
        sink.muted = track.kind === 'video';
        sink.srcObject = new MediaStream([track]);
        void sink.play().catch(() => {});
        seat.sinks.push(sink);
      };
      return new Promise<string>((welcomed, failed) => {
        // Before anything is awaited: a refusal that comes at once must not pass unheard.
        const camera = navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
        camera.catch(failed);
        socket.onerror = () => failed(new Error('signalling failed'));
        socket.onclose = (event) => failed(new Error(`signalling closed: ${event.code} ${event.reason}`));
        socket.onopen = () => send({ hello: { audio: true, video: true } });
        // One message after another: descriptions must be set in the order they came.
        let before = Promise.resolve();
        socket.onmessage = ({ data }) => {
          before = before.then(() => hear(JSON.parse(data))).catch((error) => void seat.problems.push(String(error)));
        };
        async function hear(told: any) {
          if (told.welcome) {
            seat.room = told.welcome.room;
            const stream = await camera;
            for (const track of stream.getTracks()) publish.addTrack(track, stream);
            await publish.setLocalDescription(await publish.createOffer());
            send({ publish: { sdp: publish.localDescription!.sdp } });
            subscribe.createDataChannel('keep');
            await subscribe.setLocalDescription(await subscribe.createOffer());
            send({ subscribe: { sdp: subscribe.localDescription!.sdp } });
            welcomed(told.welcome.you);
          }
          if (told.publish_answer) await publish.setRemoteDescription({ type: 'answer', sdp: told.publish_answer.sdp });
          if (told.subscribe_answer) await subscribe.setRemoteDescription({ type: 'answer', sdp: told.subscribe_answer.sdp });
          if (told.subscribe_offer) {
            await subscribe.setRemoteDescription({ type: 'offer', sdp: told.subscribe_offer.sdp });
            await subscribe.setLocalDescription(await subscribe.createAnswer());
            send({ subscribe_answer: { sdp: subscribe.localDescription!.sdp, version: told.subscribe_offer.version } });
          }
          if (told.moved) seat.room = told.moved.room;
          if (told.people) seat.people = told.people.people;
          if (told.problem) seat.problems.push(told.problem.code);
        }
      });
    }, id);
    return new Seat(page, person);
  }

  async ask(ask: object): Promise<void> {
    await this.page.evaluate((ask) => (window as any).seat.send(ask), ask);
  }

  /** Waits until the server has put this person there. */
  async stands(room: string): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => (window as any).seat.room), { message: `in ${room}` }).toBe(room);
  }

  /** Frames decoded, audio energy and bytes from every sender together. */
  async received(): Promise<{ frames: number; energy: number; bytes: number; problems: string[] }> {
    return this.page.evaluate(async () => {
      const { subscribe, problems } = (window as any).seat;
      let [frames, energy, bytes] = [0, 0, 0];
      for (const report of (await subscribe.getStats()).values()) {
        if (report.type !== 'inbound-rtp') continue;
        frames += report.framesDecoded ?? 0;
        energy += report.totalAudioEnergy ?? 0;
        bytes += report.bytesReceived ?? 0;
      }
      return { frames, energy, bytes, problems };
    });
  }

  /** Waits until both picture and sound have risen beyond where they stand now. */
  async flows(frames = 30): Promise<void> {
    const before = await this.received();
    await expect
      .poll(
        async () => {
          const now = await this.received();
          expect(now.problems).toEqual([]);
          return now.frames - before.frames >= frames && now.energy > before.energy;
        },
        { message: 'picture and sound arrive', timeout: 45_000 },
      )
      .toBe(true);
  }
}
