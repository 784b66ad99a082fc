// From what the tests said and what a person saw, to a result for each criterion. Never « conforme » for what was not looked at.
import type { CheckId } from './rgaa-checks.ts';
import type { Criterion } from './rgaa-criteria.ts';

/** What a check does, in French, and the titles of all the tests that carry it; `of` says what they are. */
export type Check = { says: string; of: string; expected: readonly string[] };

/** What one test said of one check. */
export type Said = { title: string; check: string; passed: boolean };

export type Outcome = Check & { passed: number; failed: readonly string[]; became: 'passed' | 'failed' | 'not run' };

/** What a person saw. */
export type Seen = { on: string; looked: string; result: 'conforme' | 'non conforme' | 'non applicable' | 'pas encore vérifié' };

export const RESULTS = ['conforme', 'non conforme', 'non applicable', 'pas encore vérifié', 'pas vérifié dans cette exécution'] as const;
export type Result = (typeof RESULTS)[number];

export type Line = { criterion: Criterion; result: Result; how: string; why: string; days: readonly string[] };

/** What became of each check. One failure is enough; a test that is missing leaves it open. */
export function outcomes<Id extends string>(checks: Record<Id, Check>, said: readonly Said[]): Record<Id, Outcome> {
  const entries = (Object.entries(checks) as [Id, Check][]).map(([id, check]): [Id, Outcome] => {
    const mine = said.filter((one) => one.check === id);
    const failed = [...new Set(mine.filter((one) => !one.passed).map((one) => one.title))];
    const passed = new Set(mine.filter((one) => one.passed && !failed.includes(one.title)).map((one) => one.title));
    const isWhole = check.expected.length > 0 && check.expected.every((title) => passed.has(title));
    return [id, { ...check, passed: check.expected.filter((title) => passed.has(title)).length, failed, became: failed.length > 0 ? 'failed' : isWhole ? 'passed' : 'not run' }];
  });
  return Object.fromEntries(entries) as Record<Id, Outcome>;
}

/** A line for each criterion. `day` is the day of the run. */
export function judges(
  criteria: readonly Criterion[],
  checks: Record<CheckId, Outcome>,
  byHand: Readonly<Record<string, Seen>>,
  day: string,
): Line[] {
  return criteria.map((criterion) => {
    const seen = criterion.byHand ? byHand[criterion.id] : undefined;
    const ran = (criterion.checks ?? []).map((id) => checks[id]);
    const how = [ran.length > 0 ? 'automatique' : '', criterion.byHand ? 'à la main' : ''].filter(Boolean).join(' et ');
    const why = [criterion.noObject, ...ran.map((check) => check.says), seen?.looked].filter(Boolean).join('. ');
    const hasRun = ran.length > 0 && ran.every((check) => check.became !== 'not run');
    const days = [...new Set([hasRun ? day : '', seen && seen.result !== 'pas encore vérifié' ? seen.on : ''].filter(Boolean))];
    return { criterion, result: resultOf(criterion, ran, seen), how: criterion.noObject && !how ? 'sans objet' : how, why, days };
  });
}

function resultOf(criterion: Criterion, ran: readonly Outcome[], seen: Seen | undefined): Result {
  if (ran.some((check) => check.became === 'failed')) {
    // Something is there that was not: whoever adds it judges the criterion again.
    return criterion.noObject ? 'pas encore vérifié' : 'non conforme';
  }
  if (seen?.result === 'non conforme') return 'non conforme';
  if (ran.some((check) => check.became === 'not run')) return 'pas vérifié dans cette exécution';
  if (criterion.noObject) return 'non applicable';
  if (!criterion.byHand) return ran.length > 0 ? 'conforme' : 'pas encore vérifié';
  return seen?.result ?? 'pas encore vérifié';
}
