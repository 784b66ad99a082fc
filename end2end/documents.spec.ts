// The list of documents, and one document's page.
import { readFile } from 'node:fs/promises';
import { BLOOD_TEST, CARDIOLOGY } from './support/patient.ts';
import { expect, test } from './support/test.ts';

test('the list says title, type, author, date and visibility, newest first', async ({ patient }) => {
  await patient.signsIn('camille');
  await patient.documents.counts('24 documents : 24 visibles par les professionnels autorisés, 0 masqué.');
  const line = patient.documents.line(BLOOD_TEST);
  await expect(line).toContainText('Compte rendu d’examens biologiques');
  await expect(line).toContainText('Karim Haddad, Médecin, Laboratoire du Beffroi, Lille');
  await expect(line).toContainText('20 novembre 2026');
  await patient.documents.says(BLOOD_TEST, 'Visible');
  const titles = await patient.documents.titles();
  expect(titles).toHaveLength(20);
  expect(titles.slice(0, 2).map((title) => title.replaceAll('\u00a0', ' '))).toEqual([BLOOD_TEST, CARDIOLOGY]);
});

test('a document that the patient must not see yet is nowhere', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.filters({ word: 'anatomopathologie' });
  await expect(page.getByRole('heading', { name: '0 document trouvé' })).toBeVisible();
  await expect(page.getByText('Aucun document ne correspond.')).toBeVisible();
});

test('pages follow one another', async ({ patient, page }) => {
  await patient.signsIn('camille');
  const pages = page.getByRole('navigation', { name: 'Pages de la liste' });
  await expect(pages).toContainText('Page 1 sur 2');
  await expect(pages.getByRole('link')).toHaveText(['Page suivante']);
  const first = await patient.documents.titles();
  await pages.getByRole('link', { name: 'Page suivante' }).click();
  await expect(pages).toContainText('Page 2 sur 2');
  await expect(page).toHaveTitle('Mes documents, page 2 – Mon dossier, mes choix');
  await expect(pages.getByRole('link')).toHaveText(['Page précédente']);
  const second = await patient.documents.titles();
  expect(second).toHaveLength(4);
  expect(first.filter((title) => second.includes(title))).toEqual([]);
  await pages.getByRole('link', { name: 'Page précédente' }).click();
  expect(await patient.documents.titles()).toEqual(first);
  await expect(page).toHaveTitle('Mes documents – Mon dossier, mes choix');
});

test('a search finds words in titles, types and authors, whatever their accents', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.filters({ word: 'ECHOGRAPHIE' });
  await expect(patient.documents.list().getByRole('heading')).toHaveText(['Échographie du foie']);
  await patient.documents.filters({ word: 'fontaine' });
  await expect(patient.documents.list().getByRole('heading')).toHaveText(['Vaccination contre la grippe']);
  await patient.documents.filters({ word: 'compte rendu opératoire' });
  await expect(patient.documents.list().getByRole('heading')).toHaveText(['Opération de l’appendicite']);
  await expect(page.getByRole('heading', { name: '1 document trouvé' })).toBeVisible();
});

test('filters narrow the list, stay chosen, and are taken away in one click', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.masks(CARDIOLOGY);
  await patient.documents.filters({ visibility: 'Masqués' });
  await expect(patient.documents.list().getByRole('heading')).toHaveText([CARDIOLOGY]);
  await expect(page.getByLabel('Visibilité')).toHaveValue('masques');
  await patient.documents.filters({ category: 'Imagerie médicale', visibility: 'Visibles' });
  await expect(patient.documents.list().getByRole('heading')).toHaveText([
    'Radiographie du genou droit',
    'Échographie du foie',
  ]);
  await page.getByRole('link', { name: 'Effacer les filtres' }).click();
  await expect(page.getByRole('heading', { name: 'Liste des documents' })).toBeVisible();
});

test('orders: oldest first, by title, by author', async ({ patient }) => {
  await patient.signsIn('camille');
  await patient.documents.filters({ order: 'Plus anciens d’abord' });
  expect((await patient.documents.titles())[0]).toBe('Mes directives anticipées');
  await patient.documents.filters({ order: 'Par titre' });
  expect((await patient.documents.titles()).slice(3, 6)).toEqual([
    'Bilan de kinésithérapie',
    'Bilan dentaire',
    'Bilan des médicaments',
  ]);
  await patient.documents.filters({ order: 'Par auteur' });
  await expect(patient.documents.list().getByRole('listitem').first()).toContainText('Yves Caron');
});

test('an act from a narrowed list comes back to it', async ({ patient, page }) => {
  await patient.signsIn('bernard');
  await patient.documents.filters({ word: 'dentaire', order: 'Plus anciens d’abord' });
  const first = patient.documents.list().getByRole('listitem').first();
  await first.getByRole('button', { name: /^Masquer/ }).click();
  await patient.isTold('« Bilan dentaire » est maintenant masqué.');
  await expect(page.getByRole('heading', { name: '10 documents trouvés' })).toBeVisible();
  await expect(page.getByLabel('Ordre')).toHaveValue('anciens');
  await expect(first).toContainText('Masqué');
});

test('an empty record says so', async ({ patient, page }) => {
  await patient.signsIn('nadia');
  await expect(page.getByText('Ce dossier ne contient encore aucun document.')).toBeVisible();
});

test('one document: its details, and who can read it', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.opens(BLOOD_TEST);
  await expect(page).toHaveTitle(`${BLOOD_TEST} – Mon dossier, mes choix`);
  const readers = page.getByRole('region', { name: 'Qui peut lire ce document ?' });
  await expect(readers.getByRole('list').first().getByRole('listitem')).toHaveText([
    /Oui.*Karim Haddad \(médecin\)\s: c’est l’auteur du document/,
    /Oui.*Hélène Martin \(médecin\)\s: c’est un médecin administrateur de mon dossier/,
    /Oui.*Le SAMU .*: cet accès en urgence est permis/,
    /Oui.*Un autre médecin en urgence.*: cet accès en urgence est permis/,
  ]);
  await readers.getByText(/professions? autorisées?$/).first().click();
  await expect(readers.getByRole('listitem').getByText('Pharmacien', { exact: true })).toBeVisible();
  await readers.getByText(/professions? non autorisées?$/).click();
  await expect(readers.getByRole('listitem').getByText('Assistant dentaire', { exact: true })).toBeVisible();
});

test('a blocked professional is named among those who cannot read', async ({ patient, page }) => {
  await patient.signsIn('bernard');
  await page.getByRole('link', { name: 'Radiographie des poumons' }).first().click();
  await expect(page.getByRole('region', { name: 'Qui peut lire ce document ?' })).toContainText(
    /Non.*Paul Roussel \(chirurgien-dentiste\)\s: j’ai bloqué ce professionnel/,
  );
});

test('a document opens in the browser, and downloads under its title', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.opens(BLOOD_TEST);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Télécharger' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('Analyse de sang - cholestérol et glycémie.pdf');
  expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-');

  const answered = page.waitForResponse((response) => response.url().endsWith('/contenu'));
  await page.getByRole('link', { name: 'Ouvrir le document' }).click();
  const answer = await answered;
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect(answer.headers()['content-disposition']).toMatch(/^inline/);
  expect(answer.headers()['cache-control']).toBe('no-store');
});
