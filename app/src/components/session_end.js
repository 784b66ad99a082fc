// Says in time that the session is about to end. Whoever types or touches a page stays in; a page that is left alone says so two
// minutes before, and again once it is over, while what was written in it is still there.
const MINUTE = 60_000;
// As long as the server keeps an unused session: `IDLE`, in record/src/acts/sessions.rs.
const ENDED = 30 * MINUTE;
const SOON = 28 * MINUTE;
// Every page of the site knows when the server was last asked for something.
const LAST = 'derniere-demande';

const place = document.getElementById('fin-de-session');
let timer;
let asking = false;

const unused = () => Date.now() - Number(localStorage.getItem(LAST));

function tells(when) {
  for (const part of place.children) part.hidden = part.dataset.when !== when;
  place.hidden = when === '';
}

function looks() {
  const since = unused();
  tells(since >= ENDED ? 'ended' : since >= SOON ? 'soon' : '');
  clearTimeout(timer);
  if (since < ENDED) timer = setTimeout(looks, (since < SOON ? SOON : ENDED) - since);
}

function asked() {
  localStorage.setItem(LAST, String(Date.now()));
  looks();
}

async function stays() {
  if (asking || unused() < MINUTE) return;
  asking = true;
  try {
    const answer = await fetch('/session', { cache: 'no-store' });
    if (answer.ok) asked();
    else if (answer.status === 401) tells('ended');
  } catch {
    // No line to the server: the next key is tried again.
  } finally {
    asking = false;
  }
}

asked();
for (const act of ['keydown', 'pointerdown', 'click']) addEventListener(act, stays, { passive: true });
addEventListener('storage', looks);
addEventListener('visibilitychange', looks);
