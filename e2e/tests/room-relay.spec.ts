import { Person } from '../support/person';
import { Relay } from '../support/relay';
import { bothInMain, ways } from '../support/room';
import { Server } from '../support/server';
import { type Page, enter, expect, faults, test } from '../support/test';

for (const transport of ['udp', 'tcp'] as const) {
  test(`where only a relay passes, people meet through it (TURN over ${transport})`, async ({ browser }) => {
    const relay = await Relay.start();
    const server = await Server.start(['--demo', ...relay.flags(transport)]);
    try {
      const pages = await Promise.all((['mediator', 'worker'] as const).map((persona) => enter(browser, server, persona)));
      const [mediator, worker] = pages as [Page, Page];
      await worker.goto('/');
      const id = await new Person(worker).mediatedCase();
      // A network that lets nothing out but the relay's own port.
      for (const page of pages) {
        await page.addInitScript(() => {
          window.RTCPeerConnection = class extends RTCPeerConnection {
            constructor(configuration?: RTCConfiguration) {
              super({ ...configuration, iceTransportPolicy: 'relay' });
            }
            setConfiguration(configuration?: RTCConfiguration) {
              super.setConfiguration({ ...configuration, iceTransportPolicy: 'relay' });
            }
          };
        });
      }
      const [host, left] = await bothInMain(mediator, worker, server, id);
      await Promise.all([host.hears([left]), left.hears([host])]);
      for (const page of pages) {
        const relayed = (await page.evaluate(ways)).map(({ candidateType, relayProtocol }) => `${candidateType}/${relayProtocol}`);
        expect(relayed).toEqual([`relay/${transport}`, `relay/${transport}`]);
      }
      for (const page of pages) expect(faults(page)).toEqual([]);
    } finally {
      await server.stop();
      relay.stop();
    }
  });
}
