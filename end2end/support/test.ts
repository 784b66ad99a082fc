// The fixtures of every test: a world that begins, people in their browsers, professionals' software, and a watch
// that requires silence.
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { hasReadableColours, staysStill } from './accessibility.ts';
import { Gateway } from './gateway.ts';
import { Patient, PASSWORD } from './patient.ts';
import { Server } from './server.ts';
import { Watch } from './watch.ts';
import { World } from './world.ts';

export { expect } from '@playwright/test';

type Options = {
  /** A server of the test's own: it may be killed, and its sessions with participants are nobody else's. */
  alone: boolean;
  /** Who is signed in from the beginning, by identifier. */
  persona: string | undefined;
};

type Fixtures = {
  world: World;
  watch: Watch;
  patient: Patient;
  /** The same person in a second tab. */
  otherTab: () => Promise<Patient>;
  /** Someone in a browser of their own. */
  someone: () => Promise<Patient>;
  gateway: Gateway;
  /** In the dark and in forced colours, the last page of a test can be read; nothing moves for who asked for that. */
  look: void;
};

export const test = base.extend<Options & Fixtures>({
  alone: [false, { option: true }],

  persona: [undefined, { option: true }],

  world: async ({ alone }, use, { parallelIndex }) => {
    const { LAB_ADDRESS = '', LAB_FOLDER = '', LAB_PEOPLE = '' } = process.env;
    if (!alone) {
      await use(await World.of(LAB_ADDRESS, LAB_FOLDER, `essai-${parallelIndex}`));
      return;
    }
    const server = await Server.start(LAB_PEOPLE);
    await use(World.alone(server));
    await server.stop();
  },

  baseURL: async ({ world }, use) => use(world.address),

  storageState: async ({ persona, playwright, world }, use) => {
    if (!persona) {
      await use(undefined);
      return;
    }
    const request = await playwright.request.newContext({ baseURL: world.address, extraHTTPHeaders: world.headers });
    await request.post('/connexion', { form: { identifiant: persona, mot_de_passe: PASSWORD }, maxRedirects: 0 });
    await use(await request.storageState());
    await request.dispose();
  },

  watch: async ({ world }, use) => {
    const watch = new Watch();
    await use(watch);
    await watch.isQuiet(world.said());
  },

  context: async ({ context, world, watch, javaScriptEnabled }, use) => {
    await context.addCookies(world.cookies);
    watch.follow(context, javaScriptEnabled !== false);
    await use(context);
  },

  patient: async ({ page, watch }, use) => use(new Patient(page, watch)),

  otherTab: async ({ context, watch }, use) => use(async () => new Patient(await context.newPage(), watch)),

  someone: async ({ browser, world, watch, baseURL, contextOptions, colorScheme, viewport, javaScriptEnabled, locale, timezoneId, video }, use, { outputDir }) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL,
        colorScheme,
        viewport,
        javaScriptEnabled,
        locale,
        timezoneId,
        ...(video === 'on' && { recordVideo: { dir: outputDir } }),
      });
      opened.push(context);
      await context.addCookies(world.cookies);
      watch.follow(context, javaScriptEnabled !== false);
      return new Patient(await context.newPage(), watch);
    });
    for (const context of opened) await context.close();
  },

  gateway: async ({ playwright, world }, use) => {
    // Not the browser's: a professional's software has no cookie of the patient's.
    const request = await playwright.request.newContext({ extraHTTPHeaders: world.headers });
    await use(new Gateway(request, () => world.address));
    await request.dispose();
  },

  look: [
    async ({ page, colorScheme, contextOptions }, use) => {
      await use();
      if (colorScheme === 'dark' || contextOptions.forcedColors) await hasReadableColours(page);
      if (contextOptions.reducedMotion) await staysStill(page);
    },
    { auto: true },
  ],
});

export type { Page };
