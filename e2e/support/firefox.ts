import { type Page, expect } from '@playwright/test';
import puppeteer, { type Browser, type Page as Tab } from 'puppeteer-core';
import { ROOMS, Seat, keep } from './room';
import type { Server } from './server';
import { type Persona, SCREENS } from './test';

/** Devices that look and sound like some, allowed at once; and ICE on loopback, which it leaves out where it had to ask. */
const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'permissions.default.camera': 1,
  'permissions.default.microphone': 1,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
};

/** Debian's Firefox ESR, by WebDriver BiDi. */
export const launchFirefox = (): Promise<Browser> =>
  puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    extraPrefsFirefox: PREFERENCES,
  });

/** A person's seat in Firefox, which Playwright cannot drive as Debian has it. */
export class FirefoxSeat extends Seat {
  readonly faults: string[] = [];

  private constructor(
    private readonly tab: Tab,
    id: string,
  ) {
    // Asked for nothing but `evaluate`, which is the same in both.
    super(tab as unknown as Page, id);
    tab.on('pageerror', (error) => this.faults.push(error instanceof Error ? error.message : String(error)));
  }

  /** The device check of case `id` in a browser of this person's own; `prepare` gets its page first. */
  static async enter(browser: Browser, server: Server, persona: Persona, id: string, prepare: (page: Pick<Page, 'addInitScript'>) => Promise<void>): Promise<FirefoxSeat> {
    const context = await browser.createBrowserContext();
    const tab = await context.newPage();
    await tab.setViewport(SCREENS[persona].viewport);
    await tab.goto(server.origin);
    const seat = new FirefoxSeat(tab, id);
    seat.person = await tab.evaluate(async (persona) => {
      await fetch('/api/v1/demo/enter', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ persona }) });
      return (await (await fetch('/api/v1/session')).json()).actor.person;
    }, persona);
    const addInitScript = async (script: any, given?: unknown) => {
      await tab.evaluateOnNewDocument(script, given);
      return { dispose: async () => {}, [Symbol.asyncDispose]: async () => {} };
    };
    await prepare({ addInitScript });
    await tab.evaluateOnNewDocument(keep);
    await tab.goto(`${server.origin}/app/#/case/${id}/room`);
    await seat.shows('check');
    return seat;
  }

  override async shows(screen: 'check' | 'waiting' | 'stage' | 'out'): Promise<void> {
    await this.reads('room', 'data-screen', screen);
  }

  override async stands(room: keyof typeof ROOMS): Promise<void> {
    await this.reads('stage', 'data-room', ROOMS[room]);
  }

  override async press(button: string): Promise<void> {
    await this.tab.locator(`[data-testid=${button}]`).setTimeout(20_000).click();
  }

  /** Waits until that part of the page says so. */
  async reads(part: string, attribute: string, value: string): Promise<void> {
    const read = () =>
      this.tab.evaluate(([part, attribute]) => document.querySelector(`[data-testid=${part}]`)?.getAttribute(attribute!), [part, attribute]);
    await expect.poll(read, { message: `${attribute} of ${part}` }).toBe(value);
  }

  async resize(width: number, height: number): Promise<void> {
    await this.tab.setViewport({ width, height });
  }

  async reload(): Promise<void> {
    await this.tab.reload();
  }

  async close(): Promise<void> {
    await this.tab.browserContext().close();
  }
}
