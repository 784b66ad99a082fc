// A reporter: at the end of a run it writes what the run says of accessibility, in target/accessibility/index.html.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { BY_HAND } from './rgaa-by-hand.ts';
import { ANNOTATION } from './rgaa-checks.ts';
import { CHECKS } from './rgaa-expected.ts';
import { CRITERIA } from './rgaa-criteria.ts';
import { judges, outcomes, type Said } from './rgaa-judge.ts';
import { written } from './rgaa-page.ts';

const PLACE = fileURLToPath(new URL('../../target/accessibility/', import.meta.url));

export default class AccessibilityReport implements Reporter {
  private readonly said: Said[] = [];

  printsToStdio(): boolean {
    return false;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    for (const { type, description } of result.annotations) {
      const [check, became] = (description ?? '').split(' ');
      if (type === ANNOTATION && check) this.said.push({ title: test.title, check, passed: became === 'passed' });
    }
  }

  onEnd({ startTime }: FullResult): void {
    const checks = outcomes(CHECKS, this.said);
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(startTime);
    mkdirSync(PLACE, { recursive: true });
    writeFileSync(`${PLACE}index.html`, written(judges(CRITERIA, checks, BY_HAND, day), checks, day));
  }
}
