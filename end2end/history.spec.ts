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
  await expect(patient.history.visits()).toContainText([
    /Léa Fontaine \(infirmier\).*Urgence, avec un motif \(bris de glace\)\. Motif\s: Chute <b>dans<\/b> l’escalier\. Depuis son logiciel\..*a ouvert mon dossier\./,
    /Léa Fontaine \(infirmier\).*Sans motif d’accès déclaré.*a voulu ouvrir mon dossier\. Refusé\. Ce professionnel n’a pas dit qu’il me soignait, ni que j’étais d’accord\./,
    /Yves Caron \(médecin\), SAMU, hôpital Saint-Roch, Lille.*23\snovembre\s2026 à 10\sh\s\d\d – Urgence\s: SAMU.*a ouvert mon dossier\./,
    /Paul Roussel \(chirurgien-dentiste\), Cabinet dentaire de la Gare, Roubaix.*a voulu ouvrir mon dossier\. Refusé\. J’ai bloqué ce professionnel/,
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
    'Camille Durand a masqué 23 documents et 4 rubriques.',
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
  await expect(patient.history.visits().first()).toBeVisible();
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
  await expect(emergency).toContainText('Motif : Accident de la route. ');
  await expect(emergency.locator('q'), 'between the quotation marks of the style sheet').toHaveText('Accident de la route');
  await expect(emergency).toMatchAriaSnapshot(String.raw`- text: '/Motif\s: «\sAccident de la route\s»/'`);
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
  const opens = async (): Promise<void> => page.getByText('Chercher ou filtrer').click();
  const clears = async (): Promise<void> => {
    await page.getByRole('link', { name: 'Effacer les filtres' }).click();
    await opens();
  };
  await opens();
  await page.getByLabel('Professionnel', { exact: true }).selectOption('Paul Roussel (chirurgien-dentiste)');
  await shows();
  await expect(patient.history.visits()).toContainText([/Paul Roussel.*a voulu ouvrir mon dossier/]);
  await expect(page.getByLabel('Professionnel', { exact: true }), 'the choice stays').toHaveValue('10000000041');
  await clears();

  await page.getByLabel('Les refus').check();
  await shows();
  await expect(patient.history.visits()).toContainText([/Paul Roussel.*Refusé/]);
  await expect(page.getByLabel('Les refus')).toBeChecked();
  await page.getByLabel('Les refus').uncheck();
  await page.getByLabel('Les urgences').check();
  await shows();
  await expect(patient.history.visits()).toContainText([/Yves Caron.*Urgence\s: SAMU/]);
  await page.getByLabel('Jusqu’au').fill('2026-11-22');
  await shows();
  await expect(page.getByText('Rien ne correspond à ces choix.')).toBeVisible();
  await clears();
  await page.getByLabel('Ce qui a été fait ou tenté').selectOption('Lire');
  await shows();
  await expect(patient.history.visits()).toHaveCount(1);
  await expect(patient.history.visits()).toContainText(/Léa Fontaine.*a lu/);
  await expect(page.getByLabel('Ce qui a été fait ou tenté'), 'the choice stays').toHaveValue('lecture');
  await clears();
  await page.getByRole('searchbox', { name: 'Chercher un mot' }).fill('ROUSSEL');
  await shows();
  await expect(patient.history.visits()).toContainText([/Paul Roussel/]);
  await clears();

  await patient.history.visits().first().getByRole('link', { name: /^Voir le document/ }).click();
  await page.getByRole('link', { name: 'Qui a lu ce document, et quand' }).click();
  await expect(patient.history.visits()).toHaveCount(1);
  await expect(patient.history.visits().first()).toContainText(/Léa Fontaine.*a lu/);
});

test('a visit is one card, and its page says everything, with the rule that decided', async ({ patient, page, gateway }) => {
  const nurse = await gateway.as('nurse');
  expect((await nurse.opens('bernard')).status()).toBe(204);
  const [title] = await nurse.finds('bernard');
  if (!title) throw new Error('the nurse finds nothing');
  const document = await nurse.identifierOf('bernard', plain(title));
  for (let times = 0; times < 5; times += 1) expect((await nurse.reads('bernard', document)).status()).toBe(200);
  await patient.signsIn('bernard');
  await patient.goesTo('Historique');
  const visit = patient.history.visits().first();
  await expect(visit.getByRole('heading', { level: 3 })).toHaveText('Léa Fontaine (infirmier), Maison de santé du Canal, Lille');
  await expect(visit).toContainText('Et 2 autres actes.');
  await visit.getByRole('link', { name: 'Voir le détail' }).click();
  await expect(patient.title()).toHaveText('Accès de Léa Fontaine');
  const acts = page.getByRole('main').getByRole('list').first().getByRole('listitem');
  await expect(acts).toHaveCount(8);
  await expect(acts.first()).toContainText(/a ouvert mon dossier\..*Règle appliquée\s: article/);
  await expect(acts.nth(1), 'the same rule is said once').not.toContainText('Règle appliquée');
});

test('a doubtful access is reported, followed and taken back; blocking comes with it', async ({ patient, page, gateway }) => {
  expect((await (await gateway.as('nurse')).opens('bernard')).status()).toBe(204);
  await patient.signsIn('bernard');
  await patient.goesTo('Historique');
  await patient.history.visits().first().getByRole('link', { name: /^Signaler cet accès/ }).click();
  await expect(page.getByRole('radio', { name: 'Il n’y avait pas d’urgence' }), 'it was none').toHaveCount(0);
  const sends = page.getByRole('button', { name: 'Enregistrer mon signalement' });
  patient.watch.expectsAnswer(422);
  await page.getByLabel('Ce que je veux ajouter').fill('Je ne la <b>connais</b> pas.');
  await sends.click();
  await patient.isWarned('Choisissez pourquoi cet accès vous paraît douteux.');
  await expect(page.getByLabel('Ce que je veux ajouter')).toHaveValue('Je ne la <b>connais</b> pas.');
  await page.getByRole('radio', { name: 'Je ne connais pas ce professionnel' }).check();
  await sends.dblclick();
  await patient.isTold('Mon signalement est enregistré.');
  const reports = page.getByRole('main').getByRole('listitem');
  await expect(reports).toHaveCount(1);
  await expect(reports).toContainText('Je ne la <b>connais</b> pas.');
  await expect(reports).toContainText('Enregistré, pas encore de réponse.');
  await page.getByRole('button', { name: /^Retirer ce signalement/ }).click();
  await patient.isTold('Mon signalement est retiré.');
  await expect(reports).toContainText('Retiré par moi le 23 novembre 2026');

  await page.getByRole('link', { name: /^Accès de Léa Fontaine/ }).click();
  await expect(page.getByRole('region', { name: 'Mes signalements sur cet accès' })).toContainText('Retiré par moi');
  await page.getByRole('link', { name: 'Signaler cet accès' }).click();
  await page.getByRole('radio', { name: 'Une autre raison' }).check();
  await page.getByLabel('Bloquer aussi ce professionnel').check();
  patient.watch.expectsAnswer(422);
  await sends.click();
  await patient.isWarned('Écrivez quelle est cette autre raison.');
  await expect(page.getByLabel('Bloquer aussi ce professionnel')).toBeChecked();
  await page.getByLabel('Ce que je veux ajouter').fill('Elle habite à côté.');
  await sends.click();
  await expect(patient.title()).toContainText('Bloquer');
  await patient.documents.confirms();
  await expect(page.getByRole('main')).toContainText('Elle habite à côté.');
  expect((await (await gateway.as('nurse')).opens('bernard')).status()).toBe(404);
});
