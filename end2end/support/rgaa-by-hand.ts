// What people looked at, criterion by criterion. Write only what you saw.
import type { Seen } from './rgaa-judge.ts';

export const BY_HAND: Readonly<Record<string, Seen>> = {};
