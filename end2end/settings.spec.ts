// Changing settings: what changes is said before, done after, and undone at will.
import { CARDIOLOGY, BLOOD_TEST } from './support/patient.ts';
import { expect, test } from './support/test.ts';

test('several documents at once, chosen by hand, and undone', async ({ patient, page, gateway }) => {
  await patient.signsIn('camille');
  await patient.documents.chooses(BLOOD_TEST);
  await patient.documents.chooses(CARDIOLOGY);
  await page.getByRole('button', { name: 'Masquer', exact: true }).click();
  await expect(patient.title()).toHaveText('Masquer 2 documents');
  const changes = page.getByRole('region', { name: 'Ce qui va changer' });
  await expect(changes).toContainText('2 documents vont être masqués.');
  await expect(changes.getByRole('listitem')).toHaveCount(2);
  const effects = page.getByRole('region', { name: 'Qui perd ou gagne un accès' });
  await expect(effects).toContainText('Les autres professionnels qui me soignent');
  await expect(effects).not.toContainText('Hélène Martin');

  await patient.documents.confirms();
  await patient.isTold('C’est fait : 2 documents masqués.');
  const nurse = await gateway.as('nurse');
  const masked = await nurse.finds('camille');
  expect(masked).not.toContain(BLOOD_TEST);

  await page.getByRole('link', { name: 'Annuler ce changement' }).click();
  await expect(patient.title()).toHaveText('Annuler un changement');
  await expect(page.getByRole('region', { name: 'Ce qui va changer' })).toContainText('2 documents vont redevenir visibles.');
  await patient.documents.confirms();
  await patient.isTold('C’est fait : le changement est annulé.');
  await patient.documents.says(BLOOD_TEST, 'Visible');
  await patient.documents.says(CARDIOLOGY, 'Visible');
});

test('no document chosen: the page says so, and nothing changes', async ({ patient, page, watch }) => {
  await patient.signsIn('camille');
  watch.expectsAnswer(422);
  await page.getByRole('button', { name: 'Masquer', exact: true }).click();
  await patient.isWarned('Cochez au moins un document. Rien n’a été changé.');
  await patient.documents.counts('24 documents : 24 visibles par les professionnels autorisés, 0 masqué.');
});

test('what a filter finds, all of it', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.filters({ word: 'cardio' });
  await page.getByRole('link', { name: 'Masquer les 2 documents trouvés' }).click();
  await expect(patient.title()).toHaveText('Masquer 2 documents');
  await patient.documents.confirms();
  await patient.isTold('C’est fait : 2 documents masqués.');
  await expect(page.getByRole('heading', { name: '2 documents trouvés' })).toBeVisible();
});

test('the three answers about emergencies: none chosen before, all needed, each with its effect', async ({
  patient,
  page,
  watch,
  gateway,
}) => {
  await patient.signsIn('camille');
  await patient.goesTo('Mes réglages');
  await page.getByRole('link', { name: 'Changer mes réponses sur les urgences' }).click();
  await expect(patient.title()).toHaveText('Accès en cas d’urgence');
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);

  const samu = page.getByRole('group', { name: 'Le SAMU (médecins du centre 15)' });
  const others = page.getByRole('group', { name: 'Les autres professionnels de santé' });
  const masked = page.getByRole('group', { name: 'Mes documents masqués aussi' });
  await samu.getByLabel('Non').check();
  watch.expectsAnswer(422);
  await page.getByRole('button', { name: 'Voir ce qui va changer' }).click();
  await patient.isWarned('Répondez oui ou non pour les autres professionnels.');
  await expect(samu.getByLabel('Non'), 'what was answered is kept').toBeChecked();
  await expect(samu).not.toContainText('Répondez');
  await expect(others).toContainText('Répondez oui ou non pour les autres professionnels.');

  await others.getByLabel('Oui').check();
  await masked.getByLabel('Non').check();
  await page.getByRole('button', { name: 'Voir ce qui va changer' }).click();
  const effects = page.getByRole('region', { name: 'Qui perd ou gagne un accès' });
  await expect(effects).toContainText('En urgence, le SAMU ne pourra plus ouvrir mon dossier');
  await patient.documents.confirms();
  await patient.isTold('mes réponses sur les urgences sont enregistrées');
  await expect(page.getByRole('region', { name: 'En cas d’urgence' })).toContainText('Le SAMU peut ouvrir mon dossier : non.');
  const answer = await (await gateway.as('regulator')).opens('camille', { kind: 'samu' });
  expect(answer.status()).toBe(404);
});

test('refusing both kinds of emergency refuses masked documents too', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Mes réglages');
  await page.getByRole('link', { name: 'Changer mes réponses sur les urgences' }).click();
  for (const name of ['Le SAMU', 'Les autres professionnels de santé']) {
    await page.getByRole('group', { name }).getByLabel('Non').check();
  }
  await page.getByRole('group', { name: 'Mes documents masqués aussi' }).getByLabel('Oui').check();
  await page.getByRole('button', { name: 'Voir ce qui va changer' }).click();
  await expect(page.getByRole('region', { name: 'Ce qui va changer' })).toContainText('les documents masqués : non');
});

test('future documents, a section, and all professionals: from the settings, and back from the history', async ({
  patient,
  page,
  gateway,
}) => {
  await patient.signsIn('camille');
  await patient.goesTo('Mes réglages');
  await page.getByRole('link', { name: 'Masquer les prochains documents' }).click();
  await expect(page.getByRole('region', { name: 'Ce qui ne change pas' })).toContainText(
    'Les documents déjà dans mon dossier gardent chacun leur visibilité.',
  );
  await patient.documents.confirms();
  await patient.isTold('ce choix vaut pour les prochains documents');
  await expect(page.getByRole('region', { name: 'Mes documents' })).toContainText('24 documents, dont 0 masqué.');

  await page.getByRole('link', { name: 'Masquer « Vaccinations »' }).click();
  await patient.documents.confirms();
  await patient.isTold('La rubrique « Vaccinations » est maintenant masquée');

  await page.getByRole('link', { name: 'Fermer mon dossier à tous les professionnels' }).click();
  await expect(page.getByRole('region', { name: 'Qui perd ou gagne un accès' })).toContainText('ne pourront plus ouvrir mon dossier');
  await patient.documents.confirms();
  await patient.isTold('Mon dossier est fermé à tous les professionnels');
  const nurse = await gateway.as('nurse');
  expect((await nurse.opens('camille')).status()).toBe(404);

  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await patient.history.lines().first().getByRole('link', { name: /^Annuler ce changement/ }).click();
  await patient.documents.confirms();
  await patient.isTold('le changement est annulé');
  await expect(patient.history.lines().first()).toContainText('Camille Durand a annulé ce changement');
  expect((await nurse.opens('camille')).status()).toBe(204);
});

test('an undo leaves alone what was chosen since, and says it', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.asksToMaskAll();
  await patient.documents.confirms();
  await patient.isTold('C’est fait : 24 documents masqués.');
  const undo = await page.getByRole('link', { name: 'Annuler ce changement' }).getAttribute('href');
  await patient.documents.showsAgain(BLOOD_TEST);
  await patient.isTold('est maintenant visible');
  await page.goto(undo ?? '');
  const changes = page.getByRole('region', { name: 'Ce qui va changer' });
  await expect(changes).toContainText('23 documents vont redevenir visibles.');
  await expect(changes).toContainText('Ce qui a été changé entre-temps reste comme il est :');
  await expect(changes).toContainText(`j’ai rendu visible « ${BLOOD_TEST} ».`);
});

test('an administrator cannot be blocked before being withdrawn: both are offered in one act', async ({
  patient,
  page,
  watch,
}) => {
  await patient.signsIn('camille');
  const record = new URL(page.url()).pathname.replace('/documents', '');
  watch.expectsAnswer(409);
  await page.goto(`${record}/changement?acte=bloquer&rpps=10000000017`);
  await expect(page.getByRole('main')).toContainText('Ce médecin est administrateur de mon dossier');
  await page.getByText('Pourquoi ?').click();
  await expect(page.getByText('R.1111-54')).toBeVisible();
  await page.getByRole('link', { name: 'Retirer et bloquer, en une fois' }).click();
  await expect(patient.title()).toHaveText('Retirer et bloquer Hélène Martin');
  await patient.documents.confirms();
  await patient.isTold('Hélène Martin n’est plus administrateur de mon dossier. Son accès est maintenant bloqué, même en urgence.');
});
