// Masking and making visible: one document, then everything.
import { plain } from './support/gateway.ts';
import { BLOOD_TEST, CARDIOLOGY } from './support/patient.ts';
import { expect, test } from './support/test.ts';

test('one document, from the list, and back', async ({ patient, gateway }) => {
  const doctor = await gateway.as('nurse');
  await patient.signsIn('camille');
  const before = await doctor.finds('camille');
  expect(before.map(plain)).toContain(CARDIOLOGY);

  await patient.documents.masks(CARDIOLOGY);
  await patient.isTold(`« ${CARDIOLOGY} » est maintenant masqué. Les professionnels ne le voient plus, sauf son auteur`);
  await patient.documents.says(CARDIOLOGY, 'Masqué');
  await patient.documents.says(BLOOD_TEST, 'Visible');
  await patient.documents.counts('24 documents : 23 visibles par les professionnels autorisés, 1 masqué.');
  expect(await doctor.finds('camille')).toEqual(before.filter((title) => title !== CARDIOLOGY));

  await patient.documents.showsAgain(CARDIOLOGY);
  await patient.isTold(`« ${CARDIOLOGY} » est maintenant visible par les professionnels autorisés.`);
  await patient.documents.says(CARDIOLOGY, 'Visible');
  expect(await doctor.finds('camille')).toEqual(before);
});

test('one document, from its page, and back', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.opens(BLOOD_TEST);
  const visibility = page.getByRole('region', { name: 'Visibilité' });
  await expect(visibility.getByText('Visible', { exact: true })).toBeVisible();
  const why = visibility.getByRole('group').filter({ hasText: 'Pourquoi ?' });
  await expect(why.getByText('R.1111-46')).toBeHidden();
  await why.getByText('Pourquoi ?').click();
  await expect(why.getByText('La loi présume l’accord de la personne')).toBeVisible();
  await expect(why.getByText('R.1111-46')).toBeVisible();
  await visibility.getByRole('button', { name: 'Masquer ce document' }).click();
  await patient.isTold(`« ${BLOOD_TEST} » est maintenant masqué.`);
  await why.getByText('Pourquoi ?').click();
  await expect(why.getByText('R.1111-49')).toBeVisible();
  await expect(visibility.getByText('Masqué', { exact: true })).toBeVisible();
  const readers = page.getByRole('region', { name: 'Qui peut lire ce document ?' });
  await expect(readers).toContainText('Aucun : ce document est masqué.');
  await visibility.getByRole('button', { name: 'Rendre visible ce document' }).click();
  await patient.isTold(`« ${BLOOD_TEST} » est maintenant visible`);
  await expect(visibility.getByText('Visible', { exact: true })).toBeVisible();
});

test('everything: the page says what changes and who still reads, and does exactly that', async ({
  patient,
  page,
  gateway,
}) => {
  await patient.signsIn('camille');
  await patient.documents.masks(CARDIOLOGY);
  await patient.documents.asksToMaskAll();

  const changes = page.getByRole('region', { name: 'Ce qui va changer' });
  await expect(changes).toContainText('23 documents vont être masqués. 1 document, déjà masqué, ne change pas.');
  await changes.getByText('Voir les 13 autres').click();
  const named = changes.getByRole('listitem').filter({ hasText: /\d{4}\)$/ });
  await expect(named).toHaveCount(23);
  await expect(named.first()).toHaveText(`${BLOOD_TEST} (20 novembre 2026)`);
  await expect(named.filter({ hasText: CARDIOLOGY })).toHaveCount(0);
  await expect(changes).toContainText('Ces rubriques de mon profil seront masquées aussi :');
  for (const section of ['Vaccinations', 'Mon histoire de santé', 'Entourage et volontés', 'Directives anticipées']) {
    await expect(changes.getByRole('listitem').getByText(section, { exact: true })).toBeVisible();
  }
  const readers = page.getByRole('region', { name: 'Qui pourra encore lire ces documents' });
  await expect(readers.getByRole('listitem')).toHaveText([
    'Le professionnel qui a écrit un document : ce document-là, toujours.',
    'Hélène Martin, médecin administrateur de mon dossier : tous mes documents',
    'En urgence seulement : le SAMU, et les autres professionnels qui donnent un motif.',
  ]);
  await expect(page.getByRole('region', { name: 'Ce qui ne change pas' })).toContainText(
    'Les prochains documents ajoutés garderont le réglage actuel.',
  );

  await patient.documents.confirms();
  await patient.isTold('C’est fait : 23 documents masqués.');
  await patient.documents.counts('24 documents : 0 visible par les professionnels autorisés, 24 masqués.');
  // Her own document, and the one that Camille cannot see yet, which nothing of hers may touch.
  expect(await (await gateway.as('nurse')).finds('camille')).toEqual([
    'Résultat d’anatomopathologie',
    'Vaccination contre la grippe',
  ]);
  expect(await (await gateway.as('administrator')).finds('camille')).toHaveLength(25);
});

test('making everything visible says so, and undoes it', async ({ patient, page, gateway }) => {
  const nurse = await gateway.as('nurse');
  const before = await nurse.finds('camille');
  await patient.signsIn('camille');
  await patient.documents.asksToMaskAll();
  await patient.documents.confirms();
  await patient.isTold('C’est fait : 24 documents masqués.');

  await patient.documents.asksToShowAll();
  await expect(page.getByRole('region', { name: 'Ce qui va changer' })).toContainText(
    '24 documents vont redevenir visibles.',
  );
  await expect(page.getByRole('region', { name: 'Qui pourra lire ces documents' })).toContainText(
    'Les professionnels qui me soignent, selon leur profession et le type de document, sauf ceux que j’ai bloqués.',
  );
  await patient.documents.confirms();
  await patient.isTold('C’est fait : 24 documents rendus visibles.');
  await patient.documents.counts('24 documents : 24 visibles par les professionnels autorisés, 0 masqué.');
  expect(await nurse.finds('camille')).toEqual(before);
});

test('giving up changes nothing', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.asksToMaskAll();
  await page.getByRole('link', { name: 'Ne rien changer' }).click();
  await patient.documents.counts('24 documents : 24 visibles par les professionnels autorisés, 0 masqué.');
});

test('when there is nothing to change, the page says so and offers nothing to confirm', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.asksToMaskAll();
  await patient.documents.confirms();
  await patient.isTold('C’est fait');
  await expect(page.getByRole('link', { name: 'Tout masquer' })).toHaveCount(0);
  await page.goto(new URL(page.url()).pathname.replace('/documents', '/changement?acte=tout-masquer'));
  await expect(page.getByRole('main')).toContainText('Tout est déjà masqué. Il n’y a rien à changer.');
  await expect(page.getByRole('button', { name: /^Confirmer/ })).toHaveCount(0);
});
