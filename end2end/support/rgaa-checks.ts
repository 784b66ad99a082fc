// What the tests check for everyone, and how a test says that it has checked it: the report on accessibility reads that.
import { test } from '@playwright/test';

/** The kind of annotation by which a test says it. */
export const ANNOTATION = 'checked for everyone';

export type CheckId =
  | 'axe'
  | 'contrast'
  | 'html'
  | 'outline'
  | 'zoom'
  | 'narrow'
  | 'spacing'
  | 'still'
  | 'keyboard'
  | 'focus-seen'
  | 'focus-order'
  | 'focus-return'
  | 'absent';

/** Tells the report what became of a check in the test that runs. */
export function tells(check: CheckId, became: 'passed' | 'failed'): void {
  const { annotations } = test.info();
  const description = `${check} ${became}`;
  if (!annotations.some((one) => one.type === ANNOTATION && one.description === description)) {
    annotations.push({ type: ANNOTATION, description });
  }
}

/** Checks, and tells the report what became of it. */
export async function checked(check: CheckId, run: () => Promise<unknown> | unknown): Promise<void> {
  try {
    await run();
  } catch (wrong) {
    tells(check, 'failed');
    throw wrong;
  }
  tells(check, 'passed');
}
