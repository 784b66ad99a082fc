// How long the browser takes to verify a history of a hundred thousand lines, from the click to what it says: the built files and
// Chromium, with a history made here as docs/history-proof.md describes it. Usage: node server/bench/verification.js
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from '@playwright/test';
import { line } from '../../policy/proofs/line.js';

const LINES = 100_000;
const INTERVAL = 64;
const SAMPLES = 5;
const PROFILE = '00000000-0000-4000-8000-000000000001';
// An Ed25519 private key in PKCS #8 is this, then its 32 bytes (RFC 8410).
const secret = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
});
const key = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');

/** A history of accesses such as the record traces them. */
function history() {
  const text = [JSON.stringify({ history: 1, profile: PROFILE, chain: 'everyone' })];
  let hash = Buffer.alloc(32);
  for (let seq = 1; seq <= LINES; seq += 1) {
    const at = 1_764_147_600_000_000 + seq * 1_000_000;
    const professional = {
      rpps: '10000000025',
      name: 'Sophie Nguyen',
      profession: 'Médecin',
      organisation: 'Maison de santé du Beffroi, Lille',
      channel: 'lps',
      context: 'care_team',
      secret: false,
    };
    const document = { id: PROFILE, title: 'Analyse de sang : cholestérol et glycémie' };
    const body = JSON.stringify({ seq, at, event: 'document_read', denied: false, rule: 'matrix', professional, document });
    hash = createHash('sha256').update(hash).update(body).digest();
    text.push(`{"hash":"${hash.toString('hex')}","line":${body}}`);
    if (seq % INTERVAL === 0 || seq === LINES) {
      const signed = `history-checkpoint/1\n${PROFILE}\neveryone\n${seq}\n${hash.toString('hex')}\n${at}\n`;
      const signature = sign(null, Buffer.from(signed), secret).toString('hex');
      text.push(JSON.stringify({ checkpoint: { seq, hash: hash.toString('hex'), at, key, signature } }));
    }
  }
  return Buffer.from(`${text.join('\n')}\n`);
}

const named = (kind) => new RegExp(`^${kind}: (.*)$`, 'm').exec(readFileSync('target/site/names.txt', 'utf8'))[1];
const module = named('verifier');
const script = readFileSync(`target/site/pkg/${named('script')}`, 'utf8');
const proof = history();
const results = ['running', 'whole', 'fault', 'unavailable'].map((name) => `<div data-result="${name}" tabindex="-1" hidden>${name}</div>`);
const page = `<!DOCTYPE html><link rel="icon" href="data:,"><section id="verification" data-profile="${PROFILE}" data-keys='["${key}"]' data-proof="/proof"
  data-module="/${module}.js" data-wasm="/${module}_bg.wasm"><p data-without-script></p><button hidden>Vérifier</button>${results.join('')}</section>
  <script type="module">${script}</script>`;
const served = {
  '/': ['text/html; charset=utf-8', page],
  '/proof': ['application/x-ndjson', proof],
  [`/${module}.js`]: ['text/javascript', readFileSync(`target/site/pkg/${module}.js`)],
  [`/${module}_bg.wasm`]: ['application/wasm', readFileSync(`target/site/pkg/${module}_bg.wasm`)],
};
const server = createServer(({ url }, answer) => {
  const [type, content] = served[url] ?? ['text/plain', ''];
  answer.writeHead(served[url] ? 200 : 404, { 'content-type': type }).end(content);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const times = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    // Each time a browser that has nothing yet.
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    const measured = await tab.evaluate(
      () =>
        new Promise((resolve) => {
          const ended = () => document.querySelector('[data-result]:not([hidden]):not([data-result=running])');
          const began = performance.now();
          new MutationObserver(() => {
            if (ended()) resolve({ took: performance.now() - began, result: ended().dataset.result });
          }).observe(document.body, { subtree: true, attributes: true });
          document.querySelector('button').click();
        }),
    );
    if (measured.result !== 'whole') throw new Error(`the history is said to be: ${measured.result}`);
    times.push(measured.took);
    await context.close();
  }
  times.sort((a, b) => a - b);
  const median = times[SAMPLES >> 1];
  line(
    `Verification of ${LINES.toLocaleString('en')} lines, in Chromium`,
    `${median.toFixed(0)} ms, at worst ${times.at(-1).toFixed(0)} ms, ${(proof.length / 1e6).toFixed(0)} MB, from the click`,
    '≤ 1,000 ms',
    median <= 1_000,
  );
} finally {
  await browser.close();
  server.close();
}
