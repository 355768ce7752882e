import type { Seat } from './room';

/** Samples heard, and those of them the browser made up; packets that came, and that never did. */
export const sound = (seat: Seat) =>
  seat.page.evaluate(async () => {
    const { connections } = (window as any).kept as { connections: RTCPeerConnection[] };
    const sum = { all: 0, made: 0, came: 0, missing: 0 };
    for (const connection of connections.filter(({ connectionState }) => connectionState !== 'closed')) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== 'inbound-rtp' || report.kind !== 'audio') continue;
        sum.all += report.totalSamplesReceived;
        sum.made += report.concealedSamples - report.silentConcealedSamples;
        sum.came += report.packetsReceived;
        sum.missing += report.packetsLost;
      }
    }
    return sum;
  });

/** A voice that never pauses: the browser's own test tone is silent most of the time. */
export function speech(): void {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await ask(wish);
    const context = new AudioContext();
    await context.resume();
    const voice = new OscillatorNode(context, { type: 'sawtooth', frequency: 140 });
    const melody = new OscillatorNode(context, { frequency: 3 });
    const out = context.createMediaStreamDestination();
    melody.connect(new GainNode(context, { gain: 60 })).connect(voice.frequency);
    voice.connect(new GainNode(context, { gain: 0.3 })).connect(out);
    voice.start();
    melody.start();
    for (const track of stream.getAudioTracks()) {
      stream.removeTrack(track);
      track.stop();
    }
    stream.addTrack(out.stream.getAudioTracks()[0]!);
    return stream;
  };
}
