// How long the browser takes, from the choice to the drawn page, to say who would lose an access if 500 documents were masked: the real
// program and Chromium. Usage: node server/bench/difference.js PROGRAM
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { line } from '../../policy/proofs/line.js';

const DOCUMENTS = 500;
const SAMPLES = 21;
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const [program] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'difference-'));
const server = spawn(program, {
  env: { PORT: '0', DATABASE_URL: `sqlite:${join(folder, 'records.sqlite')}`, LAB_DATA: folder, HISTORY_KEY: join(folder, 'history.key'), SITE_ROOT: 'target/site' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const baseURL = await new Promise((resolve, reject) => {
  let said = '';
  server.stdout.on('data', (text) => {
    said += text;
    const address = /Open (http:\/\/\S+) in a browser/.exec(said)?.[1];
    if (address) resolve(address);
  });
  server.on('exit', (code) => reject(new Error(`the server ended (${code})`)));
});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const context = await browser.newContext({ baseURL, locale: 'fr-FR', timezoneId: 'Europe/Paris' });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByLabel('Identifiant').fill('camille');
  await page.getByLabel('Mot de passe').fill('demonstration');
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Mes documents' }).waitFor();
  const record = new URL(page.url()).pathname.replace(/\/documents$/, '');
  for (let number = 1; number <= DOCUMENTS; number += 1) {
    // A content that is not sent twice: the number is written after the end of the picture.
    const buffer = Buffer.concat([Buffer.from(PNG, 'base64'), Buffer.from(String(number))]);
    const answer = await context.request.post(`${record}/ajouter-un-document`, {
      headers: { origin: baseURL },
      multipart: {
        jeton: crypto.randomUUID(),
        fichier: { name: `photo-${number}.png`, mimeType: 'image/png', buffer },
        titre: `Photo ${number}`,
        type: 'DOCPAT04',
        date: '2026-01-02',
        visibilite: 'visible',
      },
    });
    if (!answer.ok()) throw new Error(`document ${number}: ${answer.status()}`);
  }

  await page.goto(`${record}/essayer`);
  await page.getByRole('region', { name: 'Ce qui changerait' }).waitFor();
  const times = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const measured = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const status = document.querySelector('[role=status]');
          const choose = (act) => document.querySelector(`input[value=${act}]`).click();
          choose('tout-rendre-visible');
          // Two frames: the first choice has been drawn.
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              const before = status.textContent;
              const began = performance.now();
              choose('tout-masquer');
              requestAnimationFrame(() =>
                setTimeout(() => resolve({ took: performance.now() - began, said: before !== status.textContent })),
              );
            }),
          );
        }),
    );
    if (!measured.said) throw new Error('the page did not say anything new');
    times.push(measured.took);
  }
  const text = await page.getByRole('region', { name: 'Ce qui changerait' }).innerText();
  if (!/jusqu’à 5\d\d\s/.test(text)) throw new Error(`not ${DOCUMENTS} documents: ${text.slice(0, 500)}`);
  times.sort((a, b) => a - b);
  const median = times[SAMPLES >> 1];
  line(
    `Difference of masking all of ${DOCUMENTS}, in Chromium`,
    `${median.toFixed(0)} ms, at worst ${times.at(-1).toFixed(0)} ms, drawing included`,
    '≤ 100 ms',
    median <= 100,
  );
} finally {
  await browser.close();
  const ended = new Promise((resolve) => server.on('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
