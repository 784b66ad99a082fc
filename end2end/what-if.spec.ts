// Trying a change before it is made: live where scripts run, and on the confirmation page for everyone.
import { plain } from './support/gateway.ts';
import type { Patient } from './support/patient.ts';
import { expect, test } from './support/test.ts';

/** The page, from the settings. */
async function opensPage(patient: Patient): Promise<void> {
  await patient.goesTo('Mes réglages');
  await patient.page.getByRole('link', { name: 'Essayer un changement, pour voir ce qu’il ferait' }).click();
  await expect(patient.title()).toHaveText('Essayer un changement');
}

async function goesOn(patient: Patient): Promise<void> {
  await patient.page.getByRole('button', { name: 'Voir ce qui va changer' }).click();
}

const live = (patient: Patient) => patient.page.getByRole('region', { name: 'Ce qui changerait' });
const said = (patient: Patient) => patient.page.getByRole('region', { name: 'Qui perd ou gagne un accès' });

async function lines(region: ReturnType<typeof live>): Promise<string[]> {
  return (await region.getByRole('listitem').allInnerTexts()).map(plain);
}

const MASK_ALL = 'Masquer tous mes documents et mes rubriques';

test('a choice says at once who would lose an access, as the confirmation page does, with scripts', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await opensPage(patient);
  await expect(live(patient)).toContainText('Quand j’aurai fait mes choix, cette page dira ici qui perdrait ou gagnerait un accès.');
  // It would speak over the page that comes.
  await expect(live(patient).getByRole('status')).toHaveCount(0);
  await page.getByLabel(MASK_ALL).check();
  await expect(live(patient).getByRole('status')).toHaveText(/^Perdraient un accès\s: /);
  await expect(live(patient).getByRole('heading', { name: 'Perdent un accès' })).toBeVisible();
  const before = await lines(live(patient));
  expect(before.length).toBeGreaterThan(2);
  await page.getByLabel('Rendre visibles tous mes documents et mes rubriques').check();
  await expect(live(patient).getByRole('status')).toHaveText('C’est déjà réglé ainsi : rien ne changerait.');
  expect(await lines(live(patient))).toEqual([]);

  await page.getByLabel(MASK_ALL).check();
  await goesOn(patient);
  await expect(said(patient)).toBeVisible();
  // The live page adds the day to each title; both fold the titles.
  expect(await lines(said(patient))).toEqual(before);
  await patient.goesTo('Mes réglages');
  await expect(page.getByRole('region', { name: 'Mes documents' })).toContainText('24 documents, dont 0 masqué.');
});

test('the answers about emergencies say at once what they would change, with scripts', async ({ patient, page }) => {
  await patient.signsIn('bernard');
  await patient.goesTo('Mes réglages');
  await page.getByRole('link', { name: 'Changer mes réponses sur les urgences' }).click();
  const question = (name: string) => page.getByRole('group', { name });
  await question('Le SAMU (médecins du centre 15)').getByLabel('Non').check();
  await question('Les autres professionnels de santé, en donnant un motif').getByLabel('Oui').check();
  await question('Mes documents masqués aussi').getByLabel('Oui').check();
  await expect(live(patient)).toContainText('En urgence, le SAMU ne pourra plus ouvrir mon dossier');
  await question('Le SAMU (médecins du centre 15)').getByLabel('Oui').check();
  await expect(live(patient)).not.toContainText('ne pourra plus ouvrir mon dossier');
});

test('a choice leads to its confirmation page; no choice, to a page that says so', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await opensPage(patient);
  patient.watch.expectsAnswer(422);
  await goesOn(patient);
  await expect(patient.title()).toHaveText('Il manque un choix');
  await expect(page).toHaveTitle('Erreur : il manque un choix – Mon dossier, mes choix');
  await page.getByRole('link', { name: 'Revenir en arrière' }).click();
  await expect(patient.title()).toHaveText('Essayer un changement');
  await page.getByLabel('Fermer mon dossier à tous les professionnels').check();
  await goesOn(patient);
  await patient.confirms();
  await patient.isTold('Mon dossier est fermé à tous les professionnels');
});

test('blocking one’s administrator is offered with withdrawing them', async ({ patient, page, javaScriptEnabled }) => {
  await patient.signsIn('camille');
  await opensPage(patient);
  await page.getByRole('radio', { name: 'Bloquer un professionnel' }).check();
  await page.getByLabel('Si je choisis de bloquer un professionnel, lequel ?').selectOption('Hélène Martin (médecin)');
  if (javaScriptEnabled !== false) {
    await expect(live(patient).getByRole('status')).toContainText('Ce médecin est administrateur de mon dossier');
  }
  patient.watch.expectsAnswer(409);
  await goesOn(patient);
  await expect(page.getByRole('link', { name: 'Retirer et bloquer, en une fois' })).toBeVisible();
});
