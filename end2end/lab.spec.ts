// The lab: what testers do before and between the tasks they give.
import { expect, test } from './support/test.ts';

test('the clock is moved, and everything follows', async ({ patient, page }) => {
  await page.goto('/lab');
  await expect(page.getByText('Le serveur croit qu’il est')).toContainText('23 novembre 2026');
  await page.getByLabel('Ou aller à ce jour').fill('2026-12-24T12:00');
  await page.getByRole('button', { name: 'Avancer l’horloge' }).click();
  await expect(page.getByText('Le serveur croit qu’il est')).toContainText('24 décembre 2026');
  await patient.signsIn('bernard');
  await patient.goesTo('Historique');
  await page.getByRole('link', { name: 'Mes propres actions' }).click();
  await expect(page.getByRole('main').getByRole('list').last()).toContainText('24 décembre 2026');
  // It does not go back.
  await page.goto('/lab');
  patient.watch.expectsAnswer(422);
  await page.getByLabel('Ou aller à ce jour').fill('2026-01-01T00:00');
  await page.getByRole('button', { name: 'Avancer l’horloge' }).click();
  await expect(page.getByRole('alert')).toContainText('L’horloge ne recule pas');
});

test('a professional is played, and the patient sees it', async ({ patient, page, otherTab }) => {
  await patient.signsIn('camille');
  const { page: lab } = await otherTab();
  await lab.goto('/lab');
  await lab.getByRole('link', { name: 'Olivier Lambert' }).click();
  await lab.getByLabel('Acte').selectOption('Chercher les documents');
  await lab.getByRole('button', { name: 'Envoyer' }).click();
  await expect(lab.getByRole('region', { name: 'Réponse' })).toContainText('Analyse de sang');
  await patient.goesTo('Historique');
  await expect(page.getByRole('article').first()).toContainText('Olivier Lambert');
});
