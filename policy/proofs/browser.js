// Measures the module of policy/examples/browser in Chromium. Nothing leaves the machine: its files are handed to the page here.
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { line } from './line.js';

const [folder] = process.argv.slice(2);
const types = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage();
  await page.route('**/*', (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>-</title>' });
    if (!/^browser[\w.]*$/.test(name)) return route.fulfill({ status: 404 });
    const contentType = Object.entries(types).find(([ending]) => name.endsWith(ending))?.[1];
    return route.fulfill({ contentType, body: readFileSync(`${folder}/${name}`) });
  });
  await page.goto('http://policy.test/');
  const measured = await page.evaluate(async () => {
    const module = await import('/browser.js');
    await module.default();
    const record = new module.Record();
    const [readable, oneByOne] = [record.readable(), record.readable_one_by_one()];
    // The browser's clock is coarse: many runs in each sample. The first samples let it finish compiling.
    const runs = 50;
    const samples = [];
    for (let sample = 0; sample < 45; sample += 1) {
      const began = performance.now();
      for (let run = 0; run < runs; run += 1) record.readable();
      if (sample >= 4) samples.push((performance.now() - began) / runs);
    }
    samples.sort((a, b) => a - b);
    return { size: record.size(), readable, oneByOne, median: samples[20], slowest: samples.at(-1) };
  });
  if (measured.readable !== measured.oneByOne || measured.readable === 0) {
    throw new Error(`readable ${measured.readable}, one by one ${measured.oneByOne}`);
  }
  line(
    `Readable of ${measured.size.toLocaleString('en')}, in Chromium`,
    `${measured.median.toFixed(2)} ms, at worst ${measured.slowest.toFixed(2)} ms`,
    '≤ 3 ms',
    measured.median <= 3,
  );
} finally {
  await browser.close();
}
