// The home page: one look; and the check-up that ends with one's settings as one wants them.
import { BLOOD_TEST } from './support/patient.ts';
import { expect, test } from './support/test.ts';

test('one look says who reads, what is masked, what is new and who came', async ({ patient, page, gateway }) => {
  await patient.signsIn('camille');
  await patient.documents.masks(BLOOD_TEST);
  await patient.isTold('est maintenant masqué');
  await (await gateway.as('nurse')).opens('camille');
  await patient.menu('Accueil').click();
  await expect(patient.title()).toHaveText('Mon dossier en un coup d’œil');
  await expect(patient.menu('Accueil')).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('definition')).toHaveText(['ceux qui me soignent, et 1 administrateur', 'oui', '1 document', /^\d\snotifications non lues$/, '23 novembre 2026']);
  const readers = page.getByRole('region', { name: 'Qui peut lire mon dossier aujourd’hui' });
  await expect(readers.getByRole('listitem').first()).toHaveText('Oui Les professionnels qui me soignent : chacun selon sa profession, aucun n’est bloqué');
  await expect(readers.getByRole('listitem').nth(1)).toContainText('Hélène Martin : tous mes documents, même masqués');
  const emergencies = page.getByRole('region', { name: 'En cas d’urgence' });
  await expect(emergencies).toContainText('Je n’ai pas encore répondu.');
  await expect(emergencies.getByRole('listitem').first()).toHaveText('Oui Le SAMU (centre 15)');
  await expect(page.getByRole('region', { name: 'Mes documents' })).toContainText('24 documents, dont 1 masqué.');
  await expect(page.getByRole('region', { name: 'Quoi de neuf' })).toContainText(/\d\snotifications non lues\./);
  const accesses = page.getByRole('region', { name: 'Les derniers accès à mon dossier' });
  await expect(accesses.getByRole('listitem')).toHaveCount(3);
  await expect(accesses.getByRole('listitem').first()).toContainText('Léa Fontaine');

  await page.getByRole('link', { name: 'Voir les documents masqués' }).click();
  expect((await patient.documents.titles()).length).toBe(1);
});

test('an empty record says so', async ({ patient, page }) => {
  await patient.signsIn('nadia');
  await patient.menu('Accueil').click();
  await expect(page.getByRole('region', { name: 'Qui peut lire mon dossier aujourd’hui' }).getByRole('listitem').nth(1)).toHaveText(
    'Non Les administrateurs de mon dossier : personne',
  );
  await expect(page.getByRole('region', { name: 'Mes documents' })).toContainText('0 document, dont 0 masqué.');
  await expect(page.getByRole('main')).toContainText('Aucun professionnel n’est venu pour le moment.');
});

test('the check-up: kept or changed, question by question, to a summary', async ({ patient, page, gateway }) => {
  await patient.signsIn('camille');
  await patient.menu('Accueil').click();
  await page.getByRole('link', { name: 'Faire le point sur mes réglages' }).click();

  await expect(patient.title()).toHaveText('Mes prochains documents arrivent-ils comme je le veux ?');
  await page.getByRole('link', { name: 'Changer : les masquer' }).click();
  await patient.documents.confirms();
  await patient.isTold('ce choix vaut pour les prochains documents');
  // On to the next question.
  await expect(patient.title()).toHaveText('Qui peut ouvrir mon dossier en urgence ?');
  await page.getByRole('link', { name: 'Changer mes réponses' }).click();
  for (const name of ['Le SAMU', 'Les autres professionnels', 'Mes documents masqués']) {
    await page.getByRole('group', { name }).getByLabel(name === 'Le SAMU' ? 'Oui' : 'Non').check();
  }
  await page.getByRole('button', { name: 'Voir ce qui va changer' }).click();
  await patient.documents.confirms();
  await patient.isTold('mes réponses sur les urgences sont enregistrées');

  await expect(patient.title()).toHaveText('Ces professionnels sont venus : est-ce que cela me convient ?');
  await page.getByRole('link', { name: 'Bloquer Sophie Nguyen' }).click();
  await patient.documents.confirms();
  await patient.isTold('Sophie Nguyen : accès bloqué, même en urgence');
  await expect(page.getByRole('listitem').filter({ hasText: 'Sophie Nguyen' })).toContainText('bloqué');
  expect((await (await gateway.as('cardiologist')).opens('camille')).status()).toBe(404);
  await page.getByRole('link', { name: 'Garder et continuer' }).click();

  await expect(patient.title()).toHaveText('Les bons documents sont-ils masqués ?');
  await page.getByRole('link', { name: 'Changer : tout masquer' }).click();
  await patient.documents.confirms();
  await patient.isTold('C’est fait : 24 documents masqués.');
  await expect(patient.title()).toHaveText('Qui est administrateur de mon dossier ?');
  await page.getByRole('link', { name: 'Annuler ce changement' }).click();
  await patient.documents.confirms();
  await patient.isTold('le changement est annulé');
  await expect(page.getByRole('listitem').filter({ hasText: 'Hélène Martin' })).toBeVisible();
  await page.getByRole('link', { name: 'Garder et terminer' }).click();

  await expect(patient.title()).toHaveText('J’ai fait le point');
  const summary = page.getByRole('main');
  await expect(summary).toContainText('ceux qui me soignent peuvent lire, 1 bloqué');
  await expect(summary).toContainText('24 documents, dont 0 masqué');
  await expect(summary).toContainText('Un autre professionnel, en donnant un motif : non.');
  await page.getByRole('link', { name: 'Revoir : Mes prochains documents' }).click();
  await expect(page.getByRole('main')).toContainText('seront masqués dès leur arrivée');
});

test('everything kept: nothing changes', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.menu('Accueil').click();
  await page.getByRole('link', { name: 'Faire le point sur mes réglages' }).click();
  for (const kept of ['Garder et continuer', 'Répondre plus tard', 'Garder et continuer', 'Garder et continuer'])
    await page.getByRole('link', { name: kept }).click();
  await page.getByRole('link', { name: 'Garder et terminer' }).click();
  await page.getByRole('link', { name: 'Revenir à l’accueil' }).click();
  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await expect(patient.history.lines()).toHaveCount(1);
  await expect(patient.history.lines()).toContainText('a ouvert une session');
});
