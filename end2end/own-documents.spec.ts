// The documents that people add themselves, and what they ask of the authors of the others.
import { writeFile } from 'node:fs/promises';
import {
  cut,
  fillsIn,
  jpeg,
  named,
  OWN,
  opensForm,
  pdf,
  png,
  RADIO,
  sends,
} from './support/files.ts';
import { plain } from './support/gateway.ts';
import { BLOOD_TEST } from './support/patient.ts';
import { expect, test } from './support/test.ts';

test('a document is added, read by those who may, masked, then deleted', async ({ patient, page, gateway }) => {
  await patient.signsIn('camille');
  await opensForm(patient);
  await expect(page.getByLabel('Date du document')).toHaveValue('2026-11-23');
  await expect(page.getByRole('radio', { name: 'Visible' })).toBeChecked();
  await expect(page.getByText('Dans mon dossier, les nouveaux documents sont visibles.')).toBeVisible();
  await fillsIn(patient, { ...RADIO, date: '2024-04-02' });
  await sends(patient);
  await patient.isTold('Ce document est ajouté à mon dossier. Les professionnels qui me soignent peuvent le lire');
  await expect(patient.title()).toHaveText('Radio du genou');
  await expect(page.getByText('2 avril 2024')).toBeVisible();
  await expect(page.getByText('Ajouté par moi')).toBeVisible();

  const doctor = await gateway.as('cardiologist');
  expect((await doctor.finds('camille')).map(plain)).toContain('Radio du genou');
  await page.getByRole('button', { name: 'Masquer ce document' }).click();
  await patient.isTold('est maintenant masqué');
  expect((await doctor.finds('camille')).map(plain)).not.toContain('Radio du genou');

  await page.getByRole('link', { name: 'Supprimer ce document' }).click();
  await expect(page.getByRole('region', { name: 'Ce qui va se passer' })).toContainText('Je ne pourrai pas le récupérer.');
  const deletion = page.url();
  await page.getByRole('button', { name: 'Supprimer pour toujours' }).click();
  await patient.isTold('« Radio du genou » est supprimé.');
  await page.getByRole('link', { name: 'Revenir à mes documents' }).click();
  await expect(page.getByRole('link', { name: 'Radio du genou' })).toHaveCount(0);
  await page.goto(deletion);
  await patient.isTold('« Radio du genou » est supprimé.');

  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await expect(patient.history.lines().first()).toContainText('Camille Durand a supprimé « Radio du genou ».');
  await expect(patient.history.lines().filter({ hasText: 'a ajouté « Radio du genou »' })).toHaveCount(1);
  await patient.goesTo('Notifications');
  await expect(patient.notices.notice('Document ajouté')).toHaveCount(1);
});

for (const file of [pdf(), jpeg(), png(), named(jpeg(), 'radio.pdf', 'application/pdf')]) {
  test(`« ${file.name} » (${file.buffer.length} bytes) is kept as it is`, async ({ patient, page }) => {
    await patient.signsIn('camille');
    await opensForm(patient);
    await fillsIn(patient, { ...RADIO, file, visibility: 'Masqué' });
    await sends(patient);
    await patient.isTold('Il est masqué : les professionnels qui me soignent ne le voient pas.');
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Télécharger' }).click();
    const content = await (await downloading).createReadStream();
    const parts: Buffer[] = [];
    for await (const part of content) parts.push(part as Buffer);
    expect(Buffer.concat(parts).equals(file.buffer)).toBe(true);
  });
}

const bad = [
  ['nothing chosen', undefined, 'Choisissez le fichier à ajouter.'],
  ['an empty file', { ...pdf('vide.pdf'), buffer: Buffer.alloc(0) }, 'Ce fichier est vide.'],
  ['a page that says it is a PDF', { ...pdf(), buffer: Buffer.from('<html><script>alert(1)</script>') }, 'Ce fichier n’est pas un PDF'],
  ['a PDF without its end', cut(pdf()), 'Ce PDF est incomplet'],
  ['a JPEG without its end', cut(jpeg()), 'Cette image JPEG est incomplète'],
  ['a PNG without its end', cut(png()), 'Cette image PNG est incomplète'],
] as const;
for (const [what, file, message] of bad) {
  test(`${what}: said beside the field, and what was typed is kept`, async ({ patient, page, watch }) => {
    await patient.signsIn('camille');
    await opensForm(patient);
    await fillsIn(patient, { ...RADIO, file, title: 'Radio <du> "genou"', date: '2024-04-02', visibility: 'Masqué' });
    watch.expectsAnswer(422);
    await sends(patient);
    await patient.isWarned(message);
    await expect(page.getByLabel('Fichier')).toHaveAccessibleDescription(new RegExp(message));
    await page.getByRole('alert').getByRole('link').click();
    await expect(page.getByLabel('Fichier')).toBeFocused();
    await expect(page.getByLabel('Titre')).toHaveValue('Radio <du> "genou"');
    await expect(page.getByLabel('Type de document')).toHaveValue('DOCPAT04');
    await expect(page.getByLabel('Date du document')).toHaveValue('2024-04-02');
    await expect(page.getByRole('radio', { name: 'Masqué' })).toBeChecked();
    // Nothing has to be done again but the file.
    await fillsIn(patient, { file: jpeg() });
    await sends(patient);
    await patient.isTold('Ce document est ajouté à mon dossier.');
    await patient.goesTo('Mes documents');
    await patient.documents.counts('25 documents : 24 visibles par les professionnels autorisés, 1 masqué.');
  });
}

for (const megabytes of [11, 60]) {
  test(`a file of ${megabytes} MB is too large, and says so`, async ({ patient, page, watch }, info) => {
    const path = info.outputPath('radio.jpg');
    await writeFile(path, Buffer.concat([jpeg().buffer, Buffer.alloc(megabytes * 1_000_000)]));
    await patient.signsIn('camille');
    await opensForm(patient);
    await fillsIn(patient, { ...RADIO, file: path });
    watch.expectsAnswer(422);
    await sends(patient);
    await patient.isWarned('Ce fichier est trop gros : il doit faire 10 Mo au plus.');
    await expect(page.getByLabel('Titre')).toHaveValue('Radio du genou');
  });
}

test('a form left empty says all that is missing, and proposes the name of the file as a title', async ({
  patient,
  page,
  watch,
}) => {
  await patient.signsIn('camille');
  await opensForm(patient);
  watch.expectsAnswer(422);
  await sends(patient);
  for (const message of ['Choisissez le fichier', 'Écrivez un titre', 'Choisissez un type de document']) {
    await patient.isWarned(message);
  }
  await fillsIn(patient, { file: pdf('../../scan_du_genou.pdf'), type: 'Certificat médical', date: '2026-11-24' });
  await sends(patient);
  await patient.isWarned('Cette date est dans le futur.');
  await expect(page.getByLabel('Titre')).toHaveValue('scan du genou');
  await expect(page.getByLabel('Date du document')).toHaveValue('2026-11-24');
  await fillsIn(patient, { file: pdf(), date: '2026-11-23' });
  await sends(patient);
  await patient.isTold('Ce document est ajouté');
  await expect(patient.title()).toHaveText('scan du genou');
});

test('a button pressed twice adds one document; so does the same form sent again from one page back', async ({
  patient,
  page,
}) => {
  await patient.signsIn('camille');
  await opensForm(patient);
  await fillsIn(patient, RADIO);
  await page.getByRole('button', { name: 'Ajouter ce document' }).dblclick();
  await patient.isTold('Ce document est ajouté');
  await patient.goesTo('Mes documents');
  await patient.documents.counts('25 documents : 25 visibles par les professionnels autorisés, 0 masqué.');
  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await expect(patient.history.lines().filter({ hasText: 'a ajouté' })).toHaveCount(1);
});

test('what somebody else wrote is asked of its author, once', async ({ patient, page, watch }) => {
  await patient.signsIn('camille');
  await patient.documents.opens(BLOOD_TEST);
  await expect(page.getByRole('link', { name: 'Supprimer ce document' })).toHaveCount(0);
  const document = page.url();
  await page.goto(`${document}/supprimer`);
  await expect(patient.title()).toHaveText('Je ne peux pas supprimer ce document');
  await page.getByRole('link', { name: 'Demander à l’auteur' }).click();
  await expect(page.getByRole('main')).toContainText('Karim Haddad');

  watch.expectsAnswer(422);
  await page.getByLabel('Ce que l’auteur doit savoir').fill('Le poids est faux.\nC’est 62 kg.');
  await page.getByRole('button', { name: 'Enregistrer ma demande' }).click();
  await patient.isWarned('Choisissez ce que vous demandez à l’auteur.');
  await expect(page.getByLabel('Ce que l’auteur doit savoir')).toHaveValue('Le poids est faux.\nC’est 62 kg.');
  await page.getByRole('radio', { name: 'Corriger ce document' }).check();
  await page.getByRole('button', { name: 'Enregistrer ma demande' }).dblclick();
  await patient.isTold('Ma demande est enregistrée.');
  const requests = page.getByRole('region', { name: 'Mes demandes à l’auteur' });
  await expect(requests.getByRole('listitem')).toHaveCount(1);
  await expect(requests).toContainText('Le poids est faux.');
  await expect(requests).toContainText('Enregistrée, pas encore de réponse');
  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await expect(patient.history.lines().first()).toContainText(`a demandé à l’auteur de « ${BLOOD_TEST} » de le corriger.`);
});

test('a document already deleted in another tab is said to be, not lost', async ({ patient, page, otherTab }) => {
  await patient.signsIn('camille');
  await patient.documents.opens(OWN);
  await page.getByRole('link', { name: 'Supprimer ce document' }).click();
  const other = await otherTab();
  await other.page.goto(page.url());
  await other.page.getByRole('button', { name: 'Supprimer pour toujours' }).click();
  await other.isTold('est supprimé');
  await page.bringToFront();
  await page.getByRole('button', { name: 'Supprimer pour toujours' }).click();
  await patient.isTold(`« ${OWN} » est supprimé.`);
  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await expect(patient.history.lines().filter({ hasText: 'a supprimé' })).toHaveCount(1);
});

test('a session that ended while the form was filled in leads to the sign-in page, then back', async ({ patient, page, otherTab }) => {
  // Nine megabytes go through the browser's driver first.
  test.slow();
  await patient.signsIn('camille');
  await opensForm(patient);
  await fillsIn(patient, { ...RADIO, file: { ...jpeg(), buffer: Buffer.concat([jpeg().buffer, Buffer.alloc(9_000_000)]) } });
  const other = await otherTab();
  await other.page.goto('/');
  await other.signsOut();
  await other.page.close();
  await sends(patient);
  await expect(patient.title()).toHaveText('Me connecter à mon dossier');
  await patient.fillsIn('camille', 'demonstration');
  await expect(patient.title()).toHaveText('Ajouter un document');
});
