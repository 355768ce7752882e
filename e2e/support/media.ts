import type { Page } from '@playwright/test';

/** What one peer connection track of a page has received so far. */
export interface Received {
  kind: 'audio' | 'video';
  /** The sender's stream on the subscribe connection. */
  stream: string;
  framesDecoded: number;
  audioEnergy: number;
  bytes: number;
}

/** Remembers every peer connection of the page's documents; call before the first navigation. */
export async function watchMedia(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const own = window.RTCPeerConnection;
    const all: RTCPeerConnection[] = [];
    Object.assign(window, { allConnections: all });
    window.RTCPeerConnection = class extends own {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        all.push(this);
      }
    };
  });
}

/** Sums of getStats over every connection, by track. */
export async function received(page: Page): Promise<Received[]> {
  return page.evaluate(async () => {
    const all = (window as unknown as { allConnections: RTCPeerConnection[] }).allConnections;
    const found: Received[] = [];
    for (const connection of all.filter((one) => one.connectionState !== 'closed')) {
      const streams = new Map<string, string>();
      for (const { receiver, mid } of connection.getTransceivers()) {
        // Chromium's remote track keeps the msid's stream only in the description.
        const section = connection.remoteDescription?.sdp.split('\r\nm=').find((part) => part.includes(`a=mid:${mid}\r\n`));
        streams.set(receiver.track.id, /a=msid:(\S+)/.exec(section ?? '')?.[1] ?? '');
      }
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== 'inbound-rtp') continue;
        found.push({
          kind: report.kind,
          stream: streams.get(report.trackIdentifier) ?? '',
          framesDecoded: report.framesDecoded ?? 0,
          audioEnergy: report.totalAudioEnergy ?? 0,
          bytes: report.bytesReceived ?? 0,
        });
      }
    }
    return found;
    interface Received { kind: 'audio' | 'video'; stream: string; framesDecoded: number; audioEnergy: number; bytes: number }
  });
}

/** Totals over all senders. */
export async function totals(page: Page): Promise<{ frames: number; energy: number; senders: number }> {
  const tracks = await received(page);
  return {
    frames: tracks.reduce((sum, track) => sum + track.framesDecoded, 0),
    energy: tracks.reduce((sum, track) => sum + track.audioEnergy, 0),
    senders: new Set(tracks.filter((track) => track.bytes > 0).map((track) => track.stream)).size,
  };
}
