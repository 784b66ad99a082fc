// The report on accessibility: what it says follows from what was checked, and it is for everyone itself. No server is needed.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { HtmlValidate } from 'html-validate';
import { BY_HAND } from './support/rgaa-by-hand.ts';
import type { CheckId } from './support/rgaa-checks.ts';
import { CRITERIA, SIZES, THEMES } from './support/rgaa-criteria.ts';
import { CHECKS } from './support/rgaa-expected.ts';
import { judges, type Outcome, outcomes, type Said } from './support/rgaa-judge.ts';
import { written } from './support/rgaa-page.ts';

const DAY = '2026-11-26';
const TWO = { axe: { says: 'axe', of: 'pages', expected: ['one', 'two'] } };
const said = (title: string, passed: boolean): Said => ({ title, check: 'axe', passed });

test('a check has passed when every test that carries it says so', () => {
  const became = (...all: Said[]) => outcomes(TWO, all).axe.became;
  expect(became(said('one', true), said('two', true))).toBe('passed');
  expect(became(said('one', true))).toBe('not run');
  expect(became()).toBe('not run');
  expect(became(said('one', true), said('another', true))).toBe('not run');
  expect(became(said('one', true), said('two', true), said('two', false)), 'in another project').toBe('failed');
  expect(became(said('another', false))).toBe('failed');
});

const outcome = (became: Outcome['became']): Outcome => ({ says: 'axe', of: 'pages', expected: [], passed: 0, failed: [], became });
const all = (became: Outcome['became']): Record<CheckId, Outcome> =>
  Object.fromEntries(Object.keys(CHECKS).map((id) => [id, outcome(became)])) as Record<CheckId, Outcome>;
const seen = (result: 'conforme' | 'non conforme' | 'non applicable' | 'pas encore vérifié') => ({ x: { on: '2026-11-20', looked: 'Toutes les pages.', result } });
const judged = (about: object, became: Outcome['became'], byHand = {}) =>
  judges([{ id: 'x', asks: 'Une règle.', ...about }], all(became), byHand, DAY)[0];
const AUTOMATIC = { checks: ['axe'] };
const BOTH = { checks: ['axe'], byHand: true };

test('the machine alone: conforme, non conforme, or not checked in this run', () => {
  expect(judged(AUTOMATIC, 'passed')).toMatchObject({ result: 'conforme', how: 'automatique', days: [DAY] });
  expect(judged(AUTOMATIC, 'failed')).toMatchObject({ result: 'non conforme' });
  expect(judged(AUTOMATIC, 'not run')).toMatchObject({ result: 'pas vérifié dans cette exécution', days: [] });
  expect(judged({ noObject: 'Rien de tel.', checks: ['absent'] }, 'passed')).toMatchObject({ result: 'non applicable' });
  expect(judged({ noObject: 'Rien de tel.', checks: ['absent'] }, 'failed')).toMatchObject({ result: 'pas encore vérifié' });
  expect(judged({ noObject: 'Rien de tel.', checks: ['absent'] }, 'not run')).toMatchObject({ result: 'pas vérifié dans cette exécution' });
});

test('what a person must judge is conforme only once they have, and the machine has not said otherwise', () => {
  expect(judged({ byHand: true }, 'passed')).toMatchObject({ result: 'pas encore vérifié', days: [] });
  expect(judged({ byHand: true }, 'not run', seen('conforme'))).toMatchObject({ result: 'conforme', how: 'à la main', days: ['2026-11-20'] });
  expect(judged(BOTH, 'passed')).toMatchObject({ result: 'pas encore vérifié' });
  expect(judged(BOTH, 'passed', seen('conforme'))).toMatchObject({ result: 'conforme', days: [DAY, '2026-11-20'] });
  expect(judged(BOTH, 'passed', seen('non applicable'))).toMatchObject({ result: 'non applicable' });
  expect(judged(BOTH, 'not run', seen('conforme'))).toMatchObject({ result: 'pas vérifié dans cette exécution', days: ['2026-11-20'] });
  expect(judged(BOTH, 'failed', seen('conforme'))).toMatchObject({ result: 'non conforme' });
  expect(judged(BOTH, 'passed', seen('non conforme'))).toMatchObject({ result: 'non conforme' });
  // A result by hand says nothing of what the machine alone checks.
  expect(judged(AUTOMATIC, 'not run', seen('conforme'))).toMatchObject({ result: 'pas vérifié dans cette exécution' });
});

test('the 106 criteria are there, theme by theme, and each is checked somehow', () => {
  expect(CRITERIA.map(({ id }) => id)).toEqual(SIZES.flatMap((size, theme) => Array.from({ length: size }, (_, place) => `${theme + 1}.${place + 1}`)));
  expect(CRITERIA).toHaveLength(106);
  expect(THEMES).toHaveLength(13);
  expect(CRITERIA.filter((one) => !one.checks && !one.byHand && !one.noObject)).toEqual([]);
  const forPeople = CRITERIA.filter((one) => one.byHand).map(({ id }) => id);
  expect(Object.keys(BY_HAND).filter((id) => !forPeople.includes(id)), 'results by hand of no such criterion').toEqual([]);
  for (const [id, { on, looked }] of Object.entries(BY_HAND)) {
    expect(on, id).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(looked.length, id).toBeGreaterThan(20);
  }
});

test('the report is for everyone, with scripts', async ({ page }) => {
  const html = written(judges(CRITERIA, all('passed'), BY_HAND, DAY), all('not run'), DAY);
  const { results } = await new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'long-title': 'off', 'void-style': 'off', 'doctype-style': 'off' } }).validateString(html);
  expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} ${selector}`))).toEqual([]);
  await page.setContent(html);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Accessibilité : les 106 critères du RGAA 4.1.2');
  await expect(page.getByRole('table', { name: /^Thème/ })).toHaveCount(13);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${colorScheme} ${id} ${nodes[0]?.html}`)).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await expect(page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^3\.2 / }) })).toContainText('conforme');
});
