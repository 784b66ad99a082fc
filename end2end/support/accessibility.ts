// What makes a page usable by everyone, as far as a machine can tell.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, type TestInfo } from '@playwright/test';
import { HtmlValidate } from 'html-validate';
import { type CheckId, checked } from './rgaa-checks.ts';

type Run = { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]; passes: { id: string }[] };

/** No violation of any rule that axe knows, best practices and contrast included. */
export async function passesAxe(page: Page): Promise<void> {
  // Asked for by name: these are off unless one does.
  const rules = Object.fromEntries(['target-size', 'css-orientation-lock', 'focus-order-semantics', 'label-content-name-mismatch', 'p-as-heading', 'table-fake-caption', 'hidden-content'].map((rule) => [rule, { enabled: true }]));
  // No page of ours holds a frame: it need not open another page to put the answers of several together.
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ rules, resultTypes: ['violations'] });
  // A rule that never ran would be silent too.
  const run = await builder.analyze();
  await checked('axe', () => isApproved(run, 'light', 'document-title'));
}

/** In another look only what depends on colours can be worse. After `passesAxe`, which leaves axe in the page. */
export async function passesAxeInColours(page: Page, look: string): Promise<void> {
  const run = await page.evaluate(
    async () =>
      (globalThis as unknown as { axe: { run(options: unknown): Promise<Run> } }).axe.run({
        runOnly: ['color-contrast', 'link-in-text-block'],
        resultTypes: ['violations'],
      }),
  );
  await checked('contrast', () => isApproved(run, look, 'color-contrast'));
}

/** The same, on a page that axe has not seen. */
export async function hasReadableColours(page: Page): Promise<void> {
  const builder = new AxeBuilder({ page }).setLegacyMode().withRules(['color-contrast', 'link-in-text-block']);
  isApproved(await builder.analyze(), 'the look of the project', 'color-contrast');
}

function isApproved({ violations, passes }: Run, look: string, passed: string): void {
  const said = violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('\n')}`,
  );
  expect(said, `axe, ${look}`).toEqual([]);
  expect(passes.map((pass) => pass.id), look).toContain(passed);
}

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // How the HTML is written down is Leptos' affair: it prints no quotes or closing tags for us to choose.
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'attr-quotes': 'off',
    'long-title': 'off',
    // One box for each document of the list.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
  },
});

/** The HTML as it was sent is valid. */
export async function isValidHtml(html: string): Promise<void> {
  await checked('html', () => validates(html));
  await checked('absent', () => expect(html, 'images, frames, media, drawings and tables').not.toMatch(ABSENT));
}

/** What no page has, and what therefore needs no alternative, no title and no control. */
const ABSENT = /<(img|picture|iframe|frame|object|embed|audio|video|canvas|map|area|marquee|blink|table)\b/i;

async function validates(html: string): Promise<void> {
  expect(html).toContain('<html lang="fr">');
  // Leptos marks places with `<!>`, an empty comment for every browser, which html-validate cannot read.
  // And it writes the nonce as the value of `crossorigin`, which browsers read as if it had none.
  const readable = html.replaceAll('<!>', '').replace(/crossorigin="[^"]*"/g, 'crossorigin');
  const report = await validator.validateString(readable);
  const said = report.results.flatMap((result) =>
    result.messages.map((message) => `${message.ruleId}: ${message.message} (${message.selector ?? ''})`),
  );
  expect(said, 'html-validate').toEqual([]);
}

/** The page as it is read aloud, with what changes from one run to the next taken out. */
async function outline(page: Page): Promise<string> {
  const whole = await page.locator('body').ariaSnapshot();
  // The lab's own identifiers begin with zeros; the others are random.
  const random = /\b(?!0000000)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
  const plain = whole.replace(/[\u00a0\u202f]/g, ' ');
  const timeless = plain
    .replace(/\b\d{1,2} h \d{2}\b/g, '__ h __')
    // The link of an invitation holds the server's port, and a code drawn at random.
    .replace(/http:\S+\/invitations\/[0-9A-Z-]+/g, '__')
    // What lasts a minute here may begin in one and end in the next.
    .replace(/ de __ h __ à __ h __/g, ' à __ h __')
    .replace(/Attendez \d+ secondes?/g, 'Attendez __ secondes');
  return `${timeless.replace(random, '__').replace(/(?<!\d)\d{16}-\d{11}(?!\d)/g, '__')}\n`;
}

/** The same, without a part of it: its line, and those further in that follow. */
function without(text: string, start: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.trimStart().startsWith(start));
  if (at < 0) return text;
  const depth = (line: string): number => line.length - line.trimStart().length;
  const own = depth(lines[at] ?? '');
  const end = lines.findIndex((line, place) => place > at && depth(line) <= own);
  return [...lines.slice(0, at), ...lines.slice(end < 0 ? lines.length : end)].join('\n');
}

/**
 * The outline is the one that was read and kept, to the last line; a browser without scripts has it too, but
 * for the part that lives in the browser.
 */
export async function keepsItsOutline(page: Page, name: string, info: TestInfo, hasScripts: boolean): Promise<void> {
  const file = info.snapshotPath(`${name}.aria.yml`, { kind: 'snapshot' });
  const found = await outline(page);
  const mayWrite = info.config.updateSnapshots === 'all' || info.config.updateSnapshots === 'changed';
  if (hasScripts && mayWrite) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, found);
    return;
  }
  expect(existsSync(file), `${file} is kept: npx playwright test states --update-snapshots writes it`).toBe(true);
  const kept = readFileSync(file, 'utf8');
  const live = ['Vérifier ce qu’un professionnel peut lire', 'Ce qui changerait', 'Vérification'];
  const still = (text: string): string => live.reduce((rest, name) => without(rest, `- region "${name}"`), text);
  await checked('outline', () => (hasScripts ? expect(found).toBe(kept) : expect(still(found)).toBe(still(kept))));
}

const SPACED =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }';

/**
 * At 320 px, with the text spaced as WCAG 1.4.12 says, and on a telephone with letters twice as large (1.4.4), nothing
 * scrolls sideways, sticks out or is cut.
 */
export async function fitsNarrowScreens(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page, 'narrow', 'at 320 px');
  await styledWith(page, SPACED);
  await fits(page, 'spacing', 'at 320 px, text spaced out');
  await page.setViewportSize({ width: 360, height: 740 });
  await styledWith(page, 'html { font-size: 225% !important }');
  await fits(page, 'zoom', 'at 360 px, letters twice as large');
  await styledWith(page, SPACED);
  if (before) await page.setViewportSize(before);
  await fits(page, 'spacing', 'text spaced out');
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
}

async function fits(page: Page, check: CheckId, where: string): Promise<void> {
  const found = await misfits(page);
  await checked(check, () => expect(found, where).toEqual([]));
}

/** Through the CSSOM: our content policy refuses a style written into the page. */
async function styledWith(page: Page, rules: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, rules);
}

/** What scrolls sideways, sticks out of the screen, or is cut by its own box. */
function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} px wide`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const holder = text.parentElement;
      if (!holder || !text.textContent?.trim() || !holder.checkVisibility()) continue;
      if (holder.closest('option, select, script, style, .visually-hidden, .skip-link')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = holder.getBoundingClientRect();
      const clips = getComputedStyle(holder).overflow !== 'visible';
      for (const part of range.getClientRects()) {
        const out = part.left < -0.5 || part.right > root.clientWidth + 0.5;
        const cut = clips && (part.right > box.right + 0.5 || part.bottom > box.bottom + 0.5);
        const bursts = holder.matches('button, .button, .tag') && (part.right > box.right + 0.5 || part.bottom > box.bottom + 0.5);
        if (out || cut || bursts) found.push(`${holder.tagName.toLowerCase()}: ${text.textContent.trim().slice(0, 60)}`);
      }
    }
    return found;
  });
}

/** Nothing moves for those who asked for less movement. */
export async function staysStill(page: Page): Promise<void> {
  const moving = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('body *')]
      .map((element) => ({ element, style: getComputedStyle(element) }))
      .filter(
        ({ style }) =>
          style.scrollBehavior === 'smooth' ||
          style.animationName !== 'none' ||
          style.transitionDuration.split(',').some((duration) => Number.parseFloat(duration) > 0),
      )
      .map(({ element }) => element.tagName),
  );
  await checked('still', () => expect(moving, 'what moves').toEqual([]));
}
