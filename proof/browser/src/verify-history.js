// The page that verifies a history: reads the proof as it arrives, has it verified by WebAssembly, and shows what was found. Every
// sentence is in the page already; this only shows the right one and puts numbers and dates in.

const root = document.getElementById('verification');
const { module, wasm, proof, profile, keys } = root.dataset;
const start = root.querySelector('button');
const kept = `historique-verifie/${profile}`;

/** What this browser kept of the last verification: the last line of each chain, by which keys, and when. */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(kept)) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(verified) {
  const known = verified
    .filter((chain) => chain.lines > 0)
    .map(({ chain, lines, head }) => ({ profile, chain, seq: lines, hash: head }));
  try {
    localStorage.setItem(kept, JSON.stringify({ at: Date.now(), keys: JSON.parse(keys), known }));
  } catch {
    // A browser that keeps nothing verifies all the same.
  }
}

const number = (value) => value.toLocaleString('fr-FR');
const moment = (milliseconds) =>
  new Date(milliseconds).toLocaleString('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long', timeStyle: 'short' });

/** Shows one result and no other; within it, only the parts that were asked for. */
function show(name, slots = {}, parts = []) {
  for (const result of root.querySelectorAll('[data-result]')) result.hidden = result.dataset.result !== name;
  const shown = root.querySelector(`[data-result="${name}"]`);
  for (const part of shown.querySelectorAll('[data-part]')) part.hidden = !parts.includes(part.dataset.part);
  for (const slot of shown.querySelectorAll('[data-slot]')) slot.textContent = slots[slot.dataset.slot] ?? '';
  return shown;
}

/** The proof, verified piece by piece. */
async function verify(before) {
  const { default: load, HistoryVerifier } = await import(module);
  await load({ module_or_path: wasm });
  const answer = await fetch(proof, { cache: 'no-store' });
  // Elsewhere than asked, or a page: the session has ended, or the record is closed.
  if (!answer.ok || answer.redirected || !answer.body) throw new Error('no proof');
  const verifier = new HistoryVerifier(profile, keys, JSON.stringify(before?.known ?? []));
  const pieces = answer.body.getReader();
  let said = 0;
  for (;;) {
    const { done, value } = await pieces.read();
    if (done) break;
    if (!verifier.push(value)) {
      await pieces.cancel();
      break;
    }
    if (verifier.lines() >= said + 10_000) {
      said = verifier.lines();
      show('running', { lines: number(said) }, ['lines']);
    }
  }
  return JSON.parse(verifier.finish());
}

function showFault({ kind, seq, last, sure_until: sureUntil }) {
  const parts = [kind];
  if (sureUntil !== null) parts.push('sure');
  show('fault', { seq: number(seq), last: number(last), sure: sureUntil === null ? '' : moment(sureUntil / 1000) }, parts);
}

function showVerified(verified, before) {
  const lines = verified.reduce((sum, chain) => sum + chain.lines, 0);
  show(
    'whole',
    { lines: number(lines), before: before ? moment(before.at) : '' },
    [before ? 'again' : 'first', lines > 1 ? 'lines' : lines === 1 ? 'line' : 'none'],
  );
}

async function run() {
  start.disabled = true;
  show('running');
  const before = remembered();
  try {
    const unchanged = !before || before.keys.every((key) => JSON.parse(keys).includes(key));
    if (!unchanged) {
      show('fault', {}, ['changed_key']);
    } else {
      const { verified, fault } = await verify(before);
      if (fault) {
        showFault(fault);
      } else {
        showVerified(verified, before);
        remember(verified);
      }
    }
  } catch {
    show('unavailable');
  }
  start.disabled = false;
  root.querySelector('[data-result]:not([hidden])').focus();
}

root.querySelector('[data-without-script]').hidden = true;
start.hidden = false;
start.addEventListener('click', run);
