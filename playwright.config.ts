import { defineConfig, devices, type PlaywrightTestOptions } from '@playwright/test';

// Debian's Chromium: nothing is downloaded, and it is kept from talking to anyone.
const launchOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
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

// The looks that a person chooses in the system. Only what can differ is tested there: each page, in each state.
const look = (name: string, use: Partial<PlaywrightTestOptions>, contextOptions = {}) => ({
  name,
  testMatch: 'states.spec.ts',
  use: { ...desktop, ...use, contextOptions },
});

export default defineConfig({
  testDir: 'end2end',
  snapshotPathTemplate: 'end2end/snapshots/{arg}{ext}',
  outputDir: 'target/end2end',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['html', { open: 'never', outputFolder: 'target/end2end-report' }]],
  use: {
    ...devices['Desktop Chrome'],
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    launchOptions,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'scripts', use: desktop },
    // Names that end in « with scripts » say what a browser without them does not have.
    { name: 'no-scripts', grepInvert: /with scripts$/, use: { ...desktop, javaScriptEnabled: false } },
    { name: 'phone', use: phone },
    look('dark', { colorScheme: 'dark' }),
    look('forced-colors', {}, { forcedColors: 'active' }),
    look('reduced-motion', {}, { reducedMotion: 'reduce' }),
  ],
});
