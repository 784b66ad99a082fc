// The fixtures of every test: a fresh server, people in their browsers, professionals' software, and a watch
// that requires silence.
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { rm } from 'node:fs/promises';
import { Gateway } from './gateway.ts';
import { Patient } from './patient.ts';
import { Server } from './server.ts';
import { Watch } from './watch.ts';

export { expect } from '@playwright/test';

type Fixtures = {
  server: Server;
  watch: Watch;
  patient: Patient;
  /** The same person in a second tab. */
  otherTab: () => Promise<Patient>;
  /** Someone in a browser of their own. */
  someone: () => Promise<Patient>;
  gateway: Gateway;
};

export const test = base.extend<Fixtures, { people: string }>({
  people: [
    async ({}, use) => {
      const folder = await Server.people();
      await use(folder);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],

  server: async ({ people }, use) => {
    const server = await Server.start(people);
    await use(server);
    await server.stop();
  },

  baseURL: async ({ server }, use) => use(server.address),

  watch: async ({ server }, use) => {
    const watch = new Watch();
    await use(watch);
    await watch.isQuiet(server.said());
  },

  context: async ({ context, watch, javaScriptEnabled }, use) => {
    watch.follow(context, javaScriptEnabled !== false);
    await use(context);
  },

  patient: async ({ page, watch }, use) => use(new Patient(page, watch)),

  otherTab: async ({ context, watch }, use) => use(async () => new Patient(await context.newPage(), watch)),

  someone: async ({ browser, watch, baseURL, contextOptions, viewport, javaScriptEnabled, locale, timezoneId }, use) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL,
        viewport,
        javaScriptEnabled,
        locale,
        timezoneId,
      });
      opened.push(context);
      watch.follow(context, javaScriptEnabled !== false);
      return new Patient(await context.newPage(), watch);
    });
    for (const context of opened) await context.close();
  },

  gateway: async ({ playwright, server }, use) => {
    // Not the browser's: a professional's software has no cookie of the patient's.
    const request = await playwright.request.newContext();
    await use(new Gateway(request, () => server.address));
    await request.dispose();
  },
});

export type { Page };
