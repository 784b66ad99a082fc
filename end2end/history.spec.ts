// What was done: the history, and the notices.
import { plain } from './support/gateway.ts';
import { BLOOD_TEST } from './support/patient.ts';
import { expect, test } from './support/test.ts';

test('every attempt is there, with who, when, how, and why it was refused', async ({ patient, gateway }) => {
  await patient.signsIn('bernard');
  const dentist = await gateway.as('dentist');
  expect((await dentist.opens('bernard')).status()).toBe(404);
  const regulator = await gateway.as('regulator');
  expect((await regulator.opens('bernard', { kind: 'samu' })).status()).toBe(204);
  const nurse = await gateway.as('nurse');
  expect((await nurse.opens('bernard', { kind: 'none' })).status()).toBe(403);
  expect((await nurse.opens('bernard', { kind: 'break_glass', reason: 'Chute <b>dans</b> l’escalier' })).status()).toBe(204);

  await patient.goesTo('Historique');
  await expect(patient.history.lines()).toContainText([
    /Léa Fontaine \(infirmier\).*a ouvert mon dossier.*Urgence \(bris de glace\)\. Motif\s: «\sChute <b>dans<\/b> l’escalier\s»\. Depuis son logiciel\./,
    /Refusé.*Léa Fontaine \(infirmier\).*a voulu ouvrir mon dossier\. Refusé\. Ce professionnel n’a pas dit qu’il me soignait, ni que j’étais d’accord\..*Sans motif d’accès déclaré/,
    /Yves Caron \(médecin\), SAMU, hôpital Saint-Roch, Lille, a ouvert mon dossier\..*23\snovembre\s2026 à 10\sh\s\d\d – Urgence\s: SAMU/,
    /Refusé.*Paul Roussel \(chirurgien-dentiste\), Cabinet dentaire de la Gare, Roubaix, a voulu ouvrir mon dossier\. Refusé\. J’ai bloqué ce professionnel/,
  ]);
});

test('my own acts are apart, and lead to the document', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.masks(BLOOD_TEST);
  await patient.documents.asksToMaskAll();
  await patient.documents.confirms();
  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await expect(patient.history.lines()).toContainText([
    'Camille Durand a masqué 23 documents.',
    `Camille Durand a masqué « ${BLOOD_TEST} ».`,
    'Camille Durand a ouvert une session.',
  ]);
  await page.getByRole('link', { name: `Voir le document « ${BLOOD_TEST} »` }).click();
  await expect(patient.title()).toHaveText(BLOOD_TEST);
});

test('a document that the patient must not see yet leaves no line', async ({ patient, gateway }) => {
  const author = await gateway.as('cardiologist');
  const hidden = await author.identifierOf('camille', 'Résultat d’anatomopathologie');
  expect((await author.reads('camille', hidden)).status()).toBe(200);
  await patient.signsIn('camille');
  await patient.goesTo('Historique');
  await expect(patient.history.lines().first()).toBeVisible();
  await expect(patient.page.getByRole('main')).not.toContainText('anatomopathologie');
});

test('nobody came yet', async ({ patient, page }) => {
  await patient.signsIn('nadia');
  await patient.goesTo('Historique');
  await expect(page.getByText('Aucun professionnel n’est venu pour le moment.')).toBeVisible();
});

test('a first access and an emergency are told, counted in the menu, and read', async ({ patient, gateway }) => {
  await patient.signsIn('nadia');
  await expect(patient.menu('Notifications')).toHaveAccessibleName('Notifications 1 non lue');
  const regulator = await gateway.as('regulator');
  expect((await regulator.opens('nadia', { kind: 'break_glass', reason: 'Accident de la route' })).status()).toBe(204);

  await patient.goesTo('Notifications');
  await expect(patient.menu('Notifications')).toHaveAccessibleName('Notifications 3 non lues');
  await expect(patient.page.getByText('3 notifications non lues.')).toBeVisible();
  const emergency = patient.notices.notice('Accès en urgence');
  await expect(emergency).toContainText('Non lue');
  await expect(emergency).toContainText('Yves Caron (médecin), SAMU, hôpital Saint-Roch, Lille, a ouvert mon dossier.');
  await expect(emergency).toContainText('Motif : « Accident de la route »');
  await expect(patient.notices.notice('Premier accès d’un professionnel')).toContainText('Yves Caron');

  await patient.notices.marksAllRead();
  await patient.isTold('Toutes les notifications sont marquées comme lues.');
  await expect(patient.menu('Notifications')).toHaveAccessibleName('Notifications');
  await expect(emergency).not.toContainText('Non lue');
});

test('a notice that comes while the page is read stays unread', async ({ patient, gateway }) => {
  await patient.signsIn('nadia');
  await patient.goesTo('Notifications');
  await expect(patient.notices.notice('Nouvelle connexion')).toBeVisible();
  expect((await (await gateway.as('nurse')).opens('nadia')).status()).toBe(204);
  await patient.notices.marksAllRead();
  await expect(patient.menu('Notifications')).toHaveAccessibleName('Notifications 1 non lue');
  await expect(patient.notices.notice('Premier accès d’un professionnel')).toContainText('Non lue');
  await expect(patient.notices.notice('Nouvelle connexion')).not.toContainText('Non lue');
});

test('masking is told too', async ({ patient }) => {
  await patient.signsIn('camille');
  await patient.documents.masks(BLOOD_TEST);
  await patient.goesTo('Notifications');
  await expect(patient.notices.notice('Réglage modifié')).toContainText(`Camille Durand a masqué « ${BLOOD_TEST} ».`);
});

test('the history is narrowed to a person, to refusals, to emergencies, to days, and to a document', async ({ patient, page, gateway }) => {
  await patient.signsIn('bernard');
  const dentist = await gateway.as('dentist');
  expect((await dentist.opens('bernard')).status()).toBe(404);
  const regulator = await gateway.as('regulator');
  expect((await regulator.opens('bernard', { kind: 'samu' })).status()).toBe(204);
  const nurse = await gateway.as('nurse');
  expect((await nurse.opens('bernard')).status()).toBe(204);
  const [title] = await nurse.finds('bernard');
  if (!title) throw new Error('the nurse finds nothing');
  expect((await nurse.reads('bernard', await nurse.identifierOf('bernard', plain(title)))).status()).toBe(200);

  await patient.goesTo('Historique');
  const shows = async (): Promise<void> => page.getByRole('button', { name: 'Afficher' }).click();
  const clears = async (): Promise<void> => page.getByRole('link', { name: 'Effacer les filtres' }).click();
  await page.getByLabel('Professionnel', { exact: true }).selectOption('Paul Roussel (chirurgien-dentiste)');
  await shows();
  await expect(patient.history.lines()).toContainText([/Paul Roussel.*a voulu ouvrir mon dossier/]);
  await expect(page.getByLabel('Professionnel', { exact: true }), 'the choice stays').toHaveValue('10000000041');
  await clears();

  await page.getByLabel('Les refus').check();
  await shows();
  await expect(patient.history.lines()).toContainText([/Refusé.*Paul Roussel/]);
  await expect(page.getByLabel('Les refus')).toBeChecked();
  await page.getByLabel('Les refus').uncheck();
  await page.getByLabel('Les urgences').check();
  await shows();
  await expect(patient.history.lines()).toContainText([/Yves Caron.*Urgence\s: SAMU/]);
  await page.getByLabel('Jusqu’au').fill('2026-11-22');
  await shows();
  await expect(page.getByText('Rien ne correspond à ces choix.')).toBeVisible();
  await clears();
  await expect(patient.history.lines().first()).toContainText('a lu');

  await patient.history.lines().first().getByRole('link', { name: /^Voir le document/ }).click();
  await page.getByRole('link', { name: 'Qui a lu ce document, et quand' }).click();
  await expect(patient.history.lines()).toHaveCount(1);
  await expect(patient.history.lines().first()).toContainText(/Léa Fontaine.*a lu/);
});
