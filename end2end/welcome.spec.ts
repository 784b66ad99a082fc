// The first sign-in: two questions, nothing chosen beforehand, to answer now, later, or from where one left.
import { HOME, PASSWORD, type Patient } from './support/patient.ts';
import { expect, test } from './support/test.ts';

async function arrives(patient: Patient): Promise<void> {
  await patient.page.goto('/');
  await patient.fillsIn('lucie', PASSWORD);
}

test('both questions, each with what follows, and a summary', async ({ patient, page }) => {
  await arrives(patient);
  await expect(patient.title()).toHaveText('Mes prochains documents');
  await expect(page.getByRole('main')).toContainText('Tant que je n’ai pas répondu, mes prochains documents arrivent visibles.');
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(page.getByLabel('Masqués')).toHaveAccessibleDescription(/mes médecins administrateurs/);
  await page.getByLabel('Masqués').check();
  await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();

  await expect(patient.title()).toHaveText('Accès en cas d’urgence');
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  await page.getByRole('group', { name: 'Le SAMU' }).getByLabel('Oui').check();
  await page.getByRole('group', { name: 'Les autres professionnels' }).getByLabel('Non').check();
  await page.getByRole('group', { name: 'Mes documents masqués' }).getByLabel('Oui').check();
  await page.getByRole('button', { name: 'Enregistrer et terminer' }).click();

  await expect(patient.title()).toHaveText('Mes réponses sont enregistrées');
  await expect(page.getByRole('main')).toContainText('le SAMU : oui ; les autres professionnels : non ; mes documents masqués : oui');
  // An answer can be looked at again: now it is there.
  await page.getByRole('link', { name: 'Modifier la réponse sur mes prochains documents' }).click();
  await expect(page.getByLabel('Masqués')).toBeChecked();
  await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
  await page.getByRole('link', { name: 'Aller à mon accueil' }).click();
  await expect(page.getByRole('heading', { name: 'Des questions attendent ma réponse' })).toHaveCount(0);
  await page.goto('/');
  await expect(patient.title(), 'nobody is asked twice').toHaveText(HOME);
  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await expect(patient.history.lines().first().getByRole('link', { name: /^Annuler ce changement/ })).toBeVisible();
});

test('no answer chosen: the page says so, beside the question', async ({ patient, page, watch }) => {
  await arrives(patient);
  watch.expectsAnswer(422);
  await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
  await patient.isWarned('Choisissez l’une des deux réponses.');
  await expect(page.getByRole('group', { name: 'Mes prochains documents seront' })).toContainText('Choisissez l’une des deux réponses.');
  await page.getByLabel('Visibles').check();
  await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
  await page.getByRole('group', { name: 'Le SAMU' }).getByLabel('Non').check();
  await page.getByRole('button', { name: 'Enregistrer et terminer' }).click();
  await patient.isWarned('Répondez oui ou non pour les documents masqués.');
  await expect(page.getByRole('group', { name: 'Le SAMU' }).getByLabel('Non'), 'what was answered is kept').toBeChecked();
});

test('left between two questions, taken up again where one was', async ({ patient, page, someone }) => {
  await arrives(patient);
  await page.getByLabel('Visibles').check();
  await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
  await expect(patient.title()).toHaveText('Accès en cas d’urgence');
  await patient.signsOut();
  const elsewhere = await someone();
  await arrives(elsewhere);
  await expect(elsewhere.title()).toHaveText('Accès en cas d’urgence');
  await elsewhere.page.getByRole('link', { name: 'Question précédente' }).click();
  await expect(elsewhere.page.getByLabel('Visibles')).toBeChecked();
});

test('put off: never forced again, and still there on the home page', async ({ patient, page }) => {
  await arrives(patient);
  await page.getByRole('button', { name: 'Répondre plus tard' }).click();
  await expect(patient.title()).toHaveText(HOME);
  await patient.signsOut();
  await arrives(patient);
  await expect(patient.title()).toHaveText(HOME);
  await page.getByRole('link', { name: 'Répondre aux questions' }).click();
  await expect(patient.title()).toHaveText('Mes prochains documents');
});
