// The time: the server's and the browsers', moved together.
import { expect, type Page } from '@playwright/test';
import type { Server } from './server.ts';

/** It is this moment now, for the server and in these pages. It only goes forward. */
export async function itIs(moment: string, server: Server, ...pages: Page[]): Promise<void> {
  const body = new URLSearchParams({ instant: moment });
  const answer = await fetch(`${server.address}/lab/horloge`, { method: 'POST', body, redirect: 'manual' });
  expect(answer.status, `the clock moves to ${moment}`).toBe(303);
  for (const page of pages) await page.clock.setFixedTime(moment);
}
