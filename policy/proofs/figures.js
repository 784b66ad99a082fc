// Reads what criterion has just measured (benches/decide) and prints one line per figure, with the ratios to the other engines.
// Usage: node policy/proofs/figures.js target/criterion
import { readFileSync } from 'node:fs';
import { line } from './line.js';

const [folder] = process.argv.slice(2);

/** The mean in nanoseconds, of one element. */
function mean(group, name) {
  const read = (file) => JSON.parse(readFileSync(`${folder}/${group}/${name}/new/${file}.json`, 'utf8'));
  return read('estimates').mean.point_estimate / (read('benchmark').throughput?.Elements ?? 1);
}

function spoken(nanoseconds) {
  if (nanoseconds < 1e3) return `${nanoseconds.toFixed(1)} ns`;
  return nanoseconds < 1e6 ? `${(nanoseconds / 1e3).toFixed(1)} µs` : `${(nanoseconds / 1e6).toFixed(1)} ms`;
}

function beside(what, group, ending = '', engines = ['cedar', 'casbin'], goal = 0) {
  const ours = mean(group, `policy${ending}`);
  const others = engines.map((engine) => [engine, mean(group, `${engine}${ending}`)]);
  const told = others.map(([engine, time]) => `${engine} ${spoken(time)}, ${Math.round(time / ours)} times`);
  const cedar = others[0][1] / ours;
  line(what, [spoken(ours), ...told].join('; '), goal ? `≥ ${goal} times Cedar` : '', cedar >= goal);
}

const mix = mean('decide', 'mean over the mix');
line('decide, mean over the mix', spoken(mix), '≤ 50 ns', mix <= 50);
line('decide, opening a record', spoken(mean('decide', 'open')));
line('decide, reading a document', spoken(mean('decide', 'read')));
line('decide, reading, with the sentence', spoken(mean('decide', 'read, and the sentence')));
const whole = mean('record', '10,000 documents') * 10_000;
line('Readable of 10,000', spoken(whole), '≤ 300 µs', whole <= 300_000);
beside('Evaluate only, each', 'evaluate only', '', ['cedar', 'casbin'], 200);
beside('From stored rows, each', 'from stored rows');
beside('With the reason, each', 'with the reason', '', ['cedar']);
for (const count of [20, 200, 2000]) beside(`List of ${count}, each`, 'list', `/${count}`);
for (const count of [0, 1, 10, 100, 1000]) {
  beside(`${count} blocked and ${count} authorised`, 'blocked and authorised', `/${count}`);
}
