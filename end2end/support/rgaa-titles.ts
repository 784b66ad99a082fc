// The titles of the tests that carry checks.
import type { State } from './states.ts';

export const pageOf = (state: State): string => `the page « ${state.name} » is for everyone${state.live ? ', with scripts' : ''}`;

export const everyLabPage = 'every page of the lab is for everyone, with scripts';
