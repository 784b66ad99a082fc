// The twelve tasks of the lab, each on its shortest way, and what the moderator keeps of them.
import { existsSync } from 'node:fs';
import { isTold, Pointer } from './support/hands.ts';
import { begins, does, TASKS, test, WAYS, withPointer } from './support/tasks.ts';
import { expect } from './support/test.ts';

// Looked at afterwards, whatever comes of them. The program that films is put there by scripts/setup.sh.
const films = existsSync(process.env.PLAYWRIGHT_BROWSERS_PATH ?? '');
test.use({ video: films ? 'on' : 'off', trace: 'on', screenshot: 'on' });

for (const task of TASKS) {
  test(withPointer(task), async ({ moderator, someone }) => {
    const { page } = await someone();
    await does(task, new Pointer(page), moderator);
  });
}

test('a participant who closes the page in the middle of a task opens the address again, and loses nothing', async ({ moderator, someone }) => {
  await moderator.proposes('Bloquer avant une visite');
  const address = await moderator.address();
  const { page } = await someone();
  const hands = new Pointer(page);
  await begins(hands, address);
  await hands.follows(page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: 'Professionnels' }));
  const [before] = await moderator.pages();
  await page.close();

  // Another browser, as when the private window went with its page.
  const { page: opened } = await someone();
  const again = new Pointer(opened);
  await begins(again, address, 'Reprendre');
  await WAYS['Bloquer avant une visite'](again);
  await isTold(again, 'Léa Fontaine');
  const [after] = await moderator.pages();
  expect(after, 'the pages seen before count too').toBeGreaterThan(before);
  await moderator.ends();
});

test('the results of several tasks come out on the page of results, and in the table', async ({ moderator, code, page, someone }) => {
  for (const task of ['Rouvrir un dossier clôturé', 'Qui a lu le résultat, et pourquoi'] as const) {
    const { page: participant } = await someone();
    await does(task, new Pointer(participant), moderator);
  }
  const table = await (await page.request.get('/lab/seances/resultats.csv')).text();
  const lines = table.split('\n').filter((line) => line.startsWith(code));
  expect(lines.map((line) => line.split(';').slice(1, 5))).toEqual([
    ['1', 'Rouvrir un dossier clôturé', 'Réussie sans aide', 'oui'],
    ['2', 'Qui a lu le résultat, et pourquoi', 'Réussie sans aide', 'oui'],
  ]);
  await page.getByRole('link', { name: 'Les séances' }).click();
  await page.getByRole('link', { name: 'Lire les résultats' }).click();
  for (const task of ['Rouvrir un dossier clôturé', 'Qui a lu le résultat, et pourquoi']) {
    await expect(page.getByRole('heading', { level: 3, name: task })).toBeVisible();
  }
  // Others may lead sessions at the same time.
  expect(await page.getByRole('img', { name: /Réussie sans aide\s: \d+ sur \d+/ }).count()).toBeGreaterThanOrEqual(2);
});
