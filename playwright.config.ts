import { availableParallelism } from 'node:os';
import { defineConfig, devices } from '@playwright/test';

// Debian's Chromium: nothing is downloaded, and it is kept from talking to anyone.
const launchOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };

/** What is used in every look too. */
const LOOKS = /(scenario|visibility)\.spec\.ts/;

export default defineConfig({
  testDir: 'end2end',
  globalSetup: './end2end/support/start.ts',
  snapshotPathTemplate: 'end2end/snapshots/{arg}{ext}',
  outputDir: 'target/end2end',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Half of a test is waiting, for pages and for the rules of a form: twice as many as there are cores keep both busy.
  workers: 2 * availableParallelism(),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['html', { open: 'never', outputFolder: 'target/end2end-report' }], ['./end2end/support/report.ts']],
  use: {
    ...devices['Desktop Chrome'],
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    launchOptions,
    // Without pictures and without a copy of the page at each step; the copies alone are a quarter to a third of the time of a
    // state. `--trace on` has both.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'scripts', use: desktop },
    // Names that end in « with scripts » say what a browser without them does not have; a page in which nothing lives is read
    // once; the lab's tasks are done there with the keyboard.
    { name: 'no-scripts', testIgnore: /accessibility-report|lab-tasks/, grepInvert: /with scripts$|@same-without-scripts/, use: { ...desktop, javaScriptEnabled: false } },
    // Each page's reading at that width, in the dark and in forced colours is measured by the first project too; here it is used.
    { name: 'phone', testMatch: /(scenario|visibility|lab-tasks)\.spec\.ts/, use: phone },
    { name: 'dark', testMatch: LOOKS, use: { ...desktop, colorScheme: 'dark' } },
    { name: 'forced-colours', testMatch: LOOKS, use: { ...desktop, contextOptions: { forcedColors: 'active' } } },
    { name: 'reduced-motion', testMatch: LOOKS, use: { ...phone, contextOptions: { reducedMotion: 'reduce' } } },
  ],
});
