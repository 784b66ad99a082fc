// Seeing one's record as somebody else would: the page, and the gateway that must agree with it.
import { plain } from './support/gateway.ts';
import { BLOOD_TEST, type Patient } from './support/patient.ts';
import { expect, test } from './support/test.ts';

/** The page, from the list of documents. */
async function opensPage(patient: Patient): Promise<void> {
  await patient.page.getByRole('link', { name: 'Voir mon dossier comme…' }).click();
  await expect(patient.title()).toHaveText('Voir mon dossier comme…');
}

/** Choices, and the button that works with scripts and without. */
async function sees(patient: Patient, who: string, situation?: string): Promise<void> {
  await patient.page.getByLabel('Qui regarde mon dossier ?').selectOption(who);
  if (situation) await patient.page.getByLabel('Dans quelle situation ?').selectOption(situation);
  await patient.page.getByRole('button', { name: 'Voir', exact: true }).click();
}

function answer(patient: Patient) {
  return patient.page.getByRole('region', { name: 'Réponse' });
}

async function isAnswered(patient: Patient, verdict: string): Promise<void> {
  await expect(answer(patient).getByRole('status')).toHaveText(verdict);
}

/** Everything that is listed as readable, or not: titles with their dates, folded ones too. */
async function titles(patient: Patient, word: 'Oui' | 'Non'): Promise<string[]> {
  for (const folded of await answer(patient).locator('summary').all()) await folded.click();
  const groups = answer(patient)
    .getByRole('listitem')
    .filter({ has: patient.page.getByText(word, { exact: true }) });
  const lines = await groups.getByRole('listitem').allInnerTexts();
  return lines.map((line) => plain(line).replace(/ \(\d+\S* \S+ \d{4}\)$/, ''));
}

test('the page answers at once, for any physician who looks after me', async ({ patient }) => {
  await patient.signsIn('camille');
  await opensPage(patient);
  await expect(patient.page.getByLabel('Qui regarde mon dossier ?')).toHaveValue('10');
  await isAnswered(
    patient,
    'Oui, un professionnel (médecin) peut ouvrir mon dossier et lire tous mes documents (il y en a 24).',
  );
  await expect(answer(patient)).toContainText(
    'Pourquoi : ce professionnel fait partie de l’équipe qui me soigne (articles R.1111-46 et L.1110-12 du code de la santé publique).',
  );
  await expect(answer(patient)).toContainText('24 documents : 24 lisibles, 0 non lisible.');
});

test('a blocked dentist finds what he wrote and nothing else, as his software does', async ({ patient, gateway }) => {
  const dentist = await gateway.as('dentist');
  const found = await dentist.finds('bernard');
  expect((await dentist.opens('bernard')).status()).toBe(404);

  await patient.signsIn('bernard');
  await opensPage(patient);
  await sees(patient, 'Paul Roussel (chirurgien-dentiste)');
  await isAnswered(
    patient,
    `Non, Paul Roussel (chirurgien-dentiste) ne peut pas ouvrir mon dossier. Seule exception : ${found.length} documents de sa main, sur 60.`,
  );
  await expect(answer(patient)).toContainText('Pourquoi : j’ai bloqué ce professionnel (article R.1111-46');
  expect(await titles(patient, 'Oui')).toEqual(found.map(plain));
});

test('a masked document is closed to a nurse, and the rest is what her software finds', async ({ patient, gateway }) => {
  await patient.signsIn('camille');
  await patient.documents.masks(BLOOD_TEST);
  await opensPage(patient);
  await sees(patient, 'Infirmier');
  const masked = answer(patient).getByRole('listitem').filter({ hasText: 'ce document est masqué' }).first();
  await expect(masked).toContainText('1 document : ce document est masqué (article R.1111-49');
  await expect(masked.getByRole('listitem')).toHaveText([`${BLOOD_TEST} (20 novembre 2026)`]);

  // The named nurse wrote one document; anyone of her profession did not, but may read it. What Camille may not know is not there.
  const found = (await (await gateway.as('nurse')).finds('camille')).map(plain);
  expect(await titles(patient, 'Oui')).toEqual(found.filter((title) => title !== 'Résultat d’anatomopathologie'));
  expect(await titles(patient, 'Non')).toContain(BLOOD_TEST);
  expect(await patient.page.content()).not.toContain('anatomopathologie');
});

test('the SAMU reads what I masked, its physicians alone', async ({ patient }) => {
  await patient.signsIn('bernard');
  await opensPage(patient);
  await sees(patient, 'Médecin', 'Au SAMU (centre 15)');
  await isAnswered(
    patient,
    'Oui, un professionnel (médecin) peut ouvrir mon dossier et lire tous mes documents (il y en a 60).',
  );
  await expect(answer(patient)).toContainText('Cette réponse suppose que ce médecin travaille vraiment au SAMU.');
  await expect(answer(patient)).toContainText('1 document : l’accès aux documents masqués est permis en urgence');
  await sees(patient, 'Infirmier');
  await isAnswered(patient, 'Non, un professionnel (infirmier) ne peut pas ouvrir mon dossier ni lire mes documents.');
  await expect(answer(patient)).toContainText('Pourquoi : seuls les médecins du SAMU ont cet accès');
});

test('another emergency needs its reason', async ({ patient }) => {
  await patient.signsIn('camille');
  await opensPage(patient);
  await sees(patient, 'Médecin', 'Dans une autre urgence, avec un motif');
  await expect(answer(patient)).toContainText('Pourquoi : cet accès en urgence est permis');
  await sees(patient, 'Médecin', 'Dans une autre urgence, sans donner de motif');
  await isAnswered(patient, 'Non, un professionnel (médecin) ne peut pas ouvrir mon dossier ni lire mes documents.');
  await expect(answer(patient)).toContainText('Pourquoi : aucun motif n’a été donné');
  await sees(patient, 'Médecin', 'Sans dire pourquoi');
  await expect(answer(patient)).toContainText('Pourquoi : ce professionnel n’a déclaré ni soin, ni accord, ni urgence');
});

test('my administrator reads everything, what is masked included, and every section', async ({ patient }) => {
  await patient.signsIn('camille');
  await patient.documents.asksToMaskAll();
  await patient.documents.confirms();
  await opensPage(patient);
  await sees(patient, 'Hélène Martin (médecin)', 'Avec mon accord');
  await isAnswered(
    patient,
    'Oui, Hélène Martin (médecin) peut ouvrir mon dossier et lire tous mes documents (il y en a 24).',
  );
  const sections = answer(patient).getByRole('list').last().getByRole('listitem');
  await expect(sections).toHaveCount(4);
  await expect(sections.filter({ hasText: 'Oui' })).toHaveCount(4);
  await sees(patient, 'Infirmier', 'Avec mon accord');
  await isAnswered(
    patient,
    'Oui, un professionnel (infirmier) peut ouvrir mon dossier, mais sans pouvoir lire aucun document.',
  );
  await expect(sections.filter({ hasText: 'Oui' })).toHaveCount(0);
});

test('whoever came to the record can be chosen by name, and so can the authors of what I see', async ({
  patient,
  page,
  gateway,
}) => {
  await patient.signsIn('camille');
  await opensPage(patient);
  // What a closed list holds is in no tree of roles.
  const came = page.locator('optgroup[label="Ceux qui ont déjà ouvert mon dossier"]');
  await expect(came).not.toContainText('Léa Fontaine');
  await expect(page.locator('optgroup[label="Les auteurs de mes documents"]')).toContainText('Léa Fontaine (infirmier)');
  await (await gateway.as('nurse')).opens('camille');
  await page.reload();
  await expect(came).toContainText('Léa Fontaine (infirmier)');
});

test('an address that makes no sense says what to choose, and keeps the rest', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await opensPage(patient);
  const here = new URL(page.url()).pathname;
  for (const [asked, message] of [
    ['qui=10000000041x', 'Choisissez un professionnel ou une profession de la liste.'],
    ['qui=99999999999', 'Choisissez un professionnel ou une profession de la liste.'],
    ['situation=ailleurs', 'Choisissez une situation de la liste.'],
    ['lieu=ici', 'Choisissez l’un des deux lieux.'],
    ['jour=2026-02-30', 'Écrivez un jour qui existe'],
    ['jour=2020-01-01', 'Choisissez aujourd’hui ou un jour à venir'],
  ] as const) {
    patient.watch.expectsAnswer(422);
    await page.goto(`${here}?${asked}`);
    await patient.isWarned(message);
  }
  await page.goto(`${here}?qui=40&situation=rien&jour=2027-01-01`);
  await expect(page.getByLabel('Qui regarde mon dossier ?')).toHaveValue('40');
  await expect(page.getByLabel('Quel jour ?')).toHaveValue('2027-01-01');
});

test('a choice is answered without the page being left, and nothing is sent, with scripts', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await opensPage(patient);
  await expect(answer(patient).getByRole('status')).toContainText('un professionnel (médecin)');
  await page.waitForLoadState('networkidle');
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url()));
  await page.getByLabel('Qui regarde mon dossier ?').selectOption('Orthophoniste');
  await expect(answer(patient).getByRole('status')).toContainText('un professionnel (orthophoniste)');
  await page.getByLabel('Dans quelle situation ?').selectOption('Sans dire pourquoi');
  await expect(answer(patient).getByRole('status')).toContainText('Non, un professionnel (orthophoniste)');
  await page.getByText('Préciser le lieu et le jour').click();
  await page.getByLabel('Quel jour ?').fill('2020-01-01');
  await page.getByLabel('Par quel moyen ?').selectOption('Par le site national des professionnels');
  await expect(answer(patient).getByRole('status')).toContainText('Choisissez aujourd’hui ou un jour à venir');
  await page.getByLabel('Quel jour ?').fill('');
  await page.getByRole('button', { name: 'Voir', exact: true }).click();
  await expect(answer(patient).getByRole('status')).toContainText('Non, un professionnel (orthophoniste)');
  await expect(page.getByRole('heading', { name: 'Réponse' })).toBeFocused();
  expect(sent).toEqual([]);
});

test('choices that the browser kept are answered when one comes back, with scripts', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await opensPage(patient);
  await page.getByLabel('Qui regarde mon dossier ?').selectOption('Orthophoniste');
  await expect(answer(patient).getByRole('status')).toContainText('un professionnel (orthophoniste)');
  await page.getByRole('main').getByRole('link', { name: 'Mes documents' }).click();
  await expect(patient.title()).toHaveText('Mes documents');
  await page.goBack();
  const who = await page.getByLabel('Qui regarde mon dossier ?').inputValue();
  await expect(answer(patient).getByRole('status')).toContainText(
    who === '10' ? 'un professionnel (médecin)' : 'un professionnel (orthophoniste)',
  );
});

test('a document’s page leads here', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.opens(BLOOD_TEST);
  await page
    .getByRole('region', { name: 'Qui peut lire ce document ?' })
    .getByRole('link', { name: 'Voir tout mon dossier comme un professionnel' })
    .click();
  await expect(patient.title()).toHaveText('Voir mon dossier comme…');
});
