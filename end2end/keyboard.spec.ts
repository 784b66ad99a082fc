// With the keyboard alone.
import { Keyboard, stops, tabsTo } from './support/keyboard.ts';
import { BLOOD_TEST, HOME, PASSWORD } from './support/patient.ts';
import { tells } from './support/rgaa-checks.ts';
import { does, TASKS, test, withKeyboard } from './support/tasks.ts';
import { expect, type Page } from './support/test.ts';

for (const task of TASKS) {
  test(withKeyboard(task), async ({ moderator, someone }) => {
    const { page } = await someone();
    await does(task, new Keyboard(page), moderator);
    for (const check of ['keyboard', 'focus-seen', 'focus-order', 'focus-return'] as const) tells(check, 'passed');
  });
}

async function signsIn(page: Page): Promise<void> {
  await page.goto('/');
  await tabsTo(page, page.getByLabel('Identifiant'));
  await page.keyboard.type('camille');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(HOME);
  await tabsTo(page, page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: 'Mes documents' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mes documents');
}

test('signing in, and the way past the menu', async ({ page }) => {
  await signsIn(page);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Aller au contenu' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByText('Pourquoi ?')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Ajouter un document' })).toBeFocused();
});

test('masking one document: the result has the focus, and the next Tab goes on from it', async ({ patient, page }) => {
  await signsIn(page);
  await tabsTo(page, page.getByRole('button', { name: `Masquer « ${BLOOD_TEST} »` }));
  await page.keyboard.press('Enter');
  await patient.isTold(`« ${BLOOD_TEST} » est maintenant masqué.`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Annuler ce changement' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByText('Pourquoi ?')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Ajouter un document' })).toBeFocused();
});

test('masking everything', async ({ patient, page }) => {
  await signsIn(page);
  await tabsTo(page, page.getByRole('link', { name: 'Tout masquer' }));
  await page.keyboard.press('Enter');
  await expect(patient.title()).toHaveText('Masquer tous mes documents');
  await tabsTo(page, page.getByRole('button', { name: 'Confirmer : tout masquer' }));
  await page.keyboard.press('Space');
  await patient.isTold('C’est fait : 24 documents masqués.');
});

test('from the summary of an error to its field', async ({ patient, page, watch }) => {
  watch.expectsAnswer(422);
  await page.goto('/');
  await tabsTo(page, page.getByLabel('Identifiant'));
  await page.keyboard.press('Enter');
  await patient.isWarned('Écrivez votre identifiant et votre mot de passe.');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('alert').getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Identifiant')).toBeFocused();
});

test('filtering the list', async ({ page }) => {
  await signsIn(page);
  await tabsTo(page, page.getByRole('searchbox'));
  await page.keyboard.type('grippe');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '1 document trouvé' })).toBeVisible();
});

test('no stop holds the focus: Tab leaves the page at its end, and Shift+Tab comes back by the same stops', async ({ page }) => {
  await signsIn(page);
  const down = await stops(page, 'Tab');
  expect(down.length).toBeGreaterThan(50);
  const up = await stops(page, 'Shift+Tab');
  expect(up.reverse()).toEqual(down);
  tells('keyboard', 'passed');
});
