// What people, and those who mean them harm, do by mistake or on purpose. Each gets a clear answer; nothing is lost.
import { plain } from './support/gateway.ts';
import { type Cut, Line } from './support/line.ts';
import { BLOOD_TEST, CARDIOLOGY, HOME } from './support/patient.ts';
import { hostilePage, portOf } from './support/states.ts';
import { expect, test } from './support/test.ts';

test('a confirmation page out of date changes nothing, says so, and shows what would change now', async ({
  patient,
  page,
  otherTab,
  watch,
}) => {
  await patient.signsIn('camille');
  await patient.documents.asksToMaskAll();
  const other = await otherTab();
  await other.opensDocuments();
  await other.documents.masks(BLOOD_TEST);
  await other.isTold('est maintenant masqué');

  watch.expectsAnswer(409);
  await page.bringToFront();
  await patient.documents.confirms();
  await patient.isWarned('Le dossier a changé depuis que cette page a été affichée. Rien n’a été modifié.');
  await expect(page.getByRole('region', { name: 'Ce qui va changer' })).toContainText('23 documents vont être masqués.');
  await other.page.reload();
  await other.documents.counts('24 documents : 23 visibles par les professionnels autorisés, 1 masqué.');

  await patient.documents.confirms();
  await patient.isTold('C’est fait : 23 documents masqués.');
});

test('a confirmation sent again from another tab finds its work done', async ({ patient, page, otherTab }) => {
  await patient.signsIn('camille');
  const other = await otherTab();
  await other.opensDocuments();
  await patient.documents.asksToMaskAll();
  await other.documents.asksToMaskAll();
  await patient.documents.confirms();
  await patient.isTold('C’est fait : 24 documents masqués.');
  await other.page.bringToFront();
  await other.documents.confirms();
  await other.isTold('Rien n’a changé : c’était déjà fait.');
  await page.bringToFront();
  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await expect(patient.history.lines().filter({ hasText: 'a masqué' })).toHaveCount(1);
});

test('two devices: what is confirmed on one is not undone by a page left open on the other', async ({ patient, page, someone }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Mes réglages');
  await page.getByRole('link', { name: 'Fermer mon dossier à tous les professionnels' }).click();
  const phone = await someone();
  await phone.signsIn('camille');
  await phone.goesTo('Mes réglages');
  await phone.page.getByRole('link', { name: 'Masquer les prochains documents' }).click();
  await phone.confirms();
  await phone.isTold('prochains documents');
  await phone.goesTo('Mes documents');
  await phone.documents.masks(CARDIOLOGY);
  await phone.isTold('est maintenant masqué');

  // What was read before is not what would happen now: it is read again.
  patient.watch.expectsAnswer(409);
  await patient.confirms();
  await patient.isWarned('Le dossier a changé depuis que cette page a été affichée. Rien n’a été modifié.');
  await patient.confirms();
  await patient.isTold('Mon dossier est fermé à tous les professionnels');
  for (const { page: device } of [patient, phone]) {
    await device.goto(new URL(device.url()).pathname.replace(/\/[^/]*$/, '/reglages'));
    await expect(device.getByRole('link', { name: 'Rouvrir mon dossier aux professionnels' })).toBeVisible();
    const documents = device.getByRole('region', { name: 'Mes documents' });
    await expect(documents).toContainText('24 documents, dont 1 masqué.');
    await expect(documents).toContainText('Les prochains documents ajoutés seront masqués dès leur arrivée.');
  }
});

test('a button pressed twice masks once', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.opens(BLOOD_TEST);
  await page.getByRole('button', { name: 'Masquer ce document' }).dblclick();
  await patient.isTold(/est maintenant masqué|c’était déjà fait/);
  await expect(page.getByRole('region', { name: 'Visibilité' }).getByText('Masqué', { exact: true })).toBeVisible();
  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await expect(patient.history.lines().filter({ hasText: 'a masqué' })).toHaveCount(1);
});

test('two tabs, masking and making visible: each button does what it says', async ({ patient, page, otherTab }) => {
  await patient.signsIn('camille');
  const other = await otherTab();
  await other.opensDocuments();
  await patient.documents.masks(CARDIOLOGY);
  await patient.isTold('est maintenant masqué');
  // This tab still shows the document as visible.
  await other.page.bringToFront();
  await other.documents.says(CARDIOLOGY, 'Visible');
  await other.documents.masks(CARDIOLOGY);
  await other.isTold('Rien n’a changé : c’était déjà fait.');
  await other.documents.showsAgain(CARDIOLOGY);
  await other.isTold('est maintenant visible');
  await page.bringToFront();
  await patient.documents.says(CARDIOLOGY, 'Masqué');
  await patient.documents.showsAgain(CARDIOLOGY);
  await patient.isTold('Rien n’a changé : c’était déjà fait.');
  await patient.documents.says(CARDIOLOGY, 'Visible');
});

test('the address of somebody else’s record or document is that of a page that does not exist', async ({
  patient,
  page,
  someone,
  watch,
}) => {
  const bernard = await someone();
  await bernard.signsIn('bernard');
  const record = new URL(bernard.page.url()).pathname.replace('/documents', '');
  await bernard.page.getByRole('link', { name: 'Bilan dentaire' }).first().click();
  const document = new URL(bernard.page.url()).pathname;

  await patient.signsIn('camille');
  watch.expectsAnswer(404);
  const own = '/dossiers/00000001-0000-4000-9e37-79b97f4a7c15';
  const unknown = await (await page.goto('/dossiers/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/documents'))?.text();
  await expect(patient.title()).toHaveText('Cette page n’existe pas');
  const same = (text?: string) => text?.replace(/nonce="[^"]*"/g, 'nonce');
  for (const address of [
    `${record}/documents`,
    `${record}/historique`,
    `${record}/notifications`,
    `${record}/changement?acte=tout-masquer`,
    document,
    `${document}/contenu`,
    document.replace(record, own),
    `${own}/documents/pas-un-document`,
    '/nulle-part',
  ]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    expect(same(await answer?.text()), address).toBe(same(unknown));
  }
  await page.getByRole('link', { name: 'Revenir au début' }).click();
  await expect(patient.title()).toHaveText(HOME);
});

for (const typed of [
  '"><img src=x onerror="document.title=1"><script>document.title="pris"</script>',
  '%',
  '_',
  "' OR 1=1 --",
  '\\',
  '${{7*7}}',
  'é\u202eأ 🩺',
]) {
  test(`a search for « ${typed} » is only text`, async ({ patient, page }) => {
    await patient.signsIn('camille');
    await patient.documents.filters({ word: typed });
    await expect(page.getByRole('heading', { name: '0 document trouvé' })).toBeVisible();
    await expect(page.getByRole('searchbox')).toHaveValue(typed);
    await expect(page).toHaveTitle('Mes documents – Mon dossier, mes choix');
  });
}

test('a search of ten thousand characters, and an address that makes no sense, give the list', async ({
  patient,
  page,
}) => {
  await patient.signsIn('camille');
  await page.getByRole('searchbox').fill('a'.repeat(10_000));
  await page.getByRole('button', { name: 'Afficher' }).click();
  await expect(page.getByRole('searchbox')).toHaveValue('a'.repeat(200));
  const list = new URL(page.url()).pathname;
  await page.goto(`${list}?recherche=${'a'.repeat(10_000)}`);
  await expect(page.getByRole('heading', { name: '0 document trouvé' })).toBeVisible();
  await page.goto(`${list}?page=99999999999&tri=hasard&visibilite=peut-etre&categorie=zz&fait=rien&apres=%00`);
  await expect(page.getByRole('navigation', { name: 'Pages de la liste' })).toContainText('Page 1 sur 2');
  await page.goto(`${list}?page=4000`);
  await expect(page.getByRole('navigation', { name: 'Pages de la liste' })).toContainText('Page 2 sur 2');
});

for (const host of ['localhost', '127.0.0.1']) {
  // One is another site; the other is the same site on another port, for which the browser sends the cookie.
  test(`a form sent from another page, at ${host}, is refused and says so`, async ({ patient, page, world, watch }) => {
    await patient.signsIn('camille');
    await patient.documents.opens(BLOOD_TEST);
    const document = page.url();
    const elsewhere = await hostilePage(host, document, { visibilite: 'masked' });
    watch.expectsAnswer(403);
    await page.goto(`http://${host}:${portOf(elsewhere)}/`);
    await page.getByRole('button').click();
    await expect(patient.title()).toHaveText('Cette demande ne vient pas de nos pages');
    await expect(page.getByText('Par sécurité, rien n’a été changé.')).toBeVisible();
    elsewhere.closeAllConnections();
    elsewhere.close();
    await page.getByRole('link', { name: 'Revenir au début' }).click();
    expect(page.url()).toContain(world.address);
    await patient.goesTo('Mes documents');
    await patient.documents.says(BLOOD_TEST, 'Visible');
  });
}

const outcomes: Record<Cut, number[]> = {
  'before the form has gone': [0],
  'once the form has gone': [0, 24],
  'when the answer begins': [24],
};
for (const cut of Object.keys(outcomes) as Cut[]) {
  test(`the line breaks while everything is masked, ${cut}: all or nothing`, async ({
    patient,
    page,
    world,
    gateway,
    watch,
  }) => {
    const line = await Line.to(world.address);
    watch.expectsLostConnection();
    await page.goto(line.address);
    await patient.fillsIn('camille', 'demonstration');
    await patient.goesTo('Mes documents');
    await patient.documents.asksToMaskAll();
    const confirmation = page.url();
    line.breaks(cut);
    const lost = page.waitForEvent('framenavigated', (frame) => frame.url().startsWith('chrome-error:'));
    await patient.documents.confirms();
    await lost;
    line.comesBack();

    await page.goto(`${line.address}/`);
    const masked = Number(/dont (\d+)\smasqués?\./.exec(await page.getByRole('main').innerText())?.[1]);
    expect(outcomes[cut]).toContain(masked);
    expect(await (await gateway.as('cardiologist')).finds('camille')).toHaveLength(masked === 0 ? 25 : 4);

    await page.goto(confirmation);
    if (masked === 0) {
      await patient.documents.confirms();
      await patient.isTold('C’est fait : 24 documents masqués.');
    } else {
      await expect(page.getByRole('main')).toContainText('Tout est déjà masqué. Il n’y a rien à changer.');
    }
    const doctor = await gateway.as('cardiologist');
    expect((await doctor.finds('camille')).map(plain)).not.toContain(BLOOD_TEST);
    await line.close();
  });
}
