// With the keyboard alone.
import { BLOOD_TEST, PASSWORD } from './support/patient.ts';
import { expect, type Page, test } from './support/test.ts';
import type { Locator } from '@playwright/test';

/** Presses Tab until this has the focus; at each stop the focus can be seen. */
async function tabsTo(page: Page, wanted: Locator, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused && focused !== document.body ? getComputedStyle(focused).outlineStyle : 'solid';
    });
    expect(outline, 'the focus can be seen').not.toBe('none');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`not reached in ${most} presses of Tab: ${wanted}`);
}

async function signsIn(page: Page): Promise<void> {
  await page.goto('/');
  await tabsTo(page, page.getByLabel('Identifiant'));
  await page.keyboard.type('camille');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
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
