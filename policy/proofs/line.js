// One figure, and its goal: the same line as server/bench prints.

export function line(what, figure, goal, met) {
  const said = goal ? `   (goal: ${goal}) ${met ? '✓' : '✗ missed'}` : '';
  console.log(`  ${what.padEnd(48)} ${figure}${said}`);
}
