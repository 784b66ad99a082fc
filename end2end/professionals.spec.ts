// The professionals of a record: found in the directory, blocked before they come, named, withdrawn; and everyone
// refused at once. Every act first says what it changes, and can be undone.
import { plain } from './support/gateway.ts';
import { BLOOD_TEST, CARDIOLOGY } from './support/patient.ts';
import { expect, test } from './support/test.ts';

test('someone who never came is found in the directory, blocked, and unblocked to no agreement', async ({
  patient,
  page,
  gateway,
}) => {
  const nurse = await gateway.as('nurse');
  await patient.signsIn('camille');
  await patient.goesTo('Professionnels');
  await patient.professionals.searches('FONTAINE lea');
  const found = patient.professionals.person('Résultat', 'Léa Fontaine');
  await expect(found).toContainText('Infirmier');
  await expect(found).toContainText('Jamais venu');

  await found.getByRole('link', { name: 'Bloquer Léa Fontaine' }).click();
  await expect(patient.title()).toHaveText('Bloquer Léa Fontaine');
  const changes = page.getByRole('region', { name: 'Qui perd ou gagne un accès' });
  await expect(changes).toContainText('Léa Fontaine (infirmier) ne pourra plus ouvrir mon dossier');
  await patient.confirms();
  await patient.isTold('Léa Fontaine : accès bloqué, même en urgence.');
  await expect(patient.professionals.person('Bloqués', 'Léa Fontaine')).toContainText('Depuis le 23 novembre 2026');
  expect((await nurse.opens('camille')).status()).toBe(404);

  await patient.professionals.person('Bloqués', 'Léa Fontaine').getByRole('link', { name: 'Débloquer Léa Fontaine' }).click();
  await expect(page.getByRole('main')).toContainText('Cela ne vaut pas accord');
  await patient.confirms();
  await patient.isTold('Le blocage de Léa Fontaine est levé.');
  await expect(patient.professionals.list('Bloqués')).toHaveCount(0);
  await expect(patient.professionals.list('Autorisés').getByRole('link', { name: 'Léa Fontaine', exact: true })).toHaveCount(0);
  expect((await nurse.opens('camille')).status()).toBe(204);
});

test('a hospital is found by its name, and blocked with all who work there', async ({ patient, page, gateway }) => {
  const nurse = await gateway.as('cardiologist');
  expect((await nurse.opens('camille')).status()).toBe(204);
  await patient.signsIn('camille');
  await patient.goesTo('Professionnels');
  await patient.professionals.searches('hopital SAINT roch');
  const found = page.getByRole('list', { name: 'Établissements trouvés' }).getByRole('listitem').filter({ hasText: /^\s*Hôpital Saint-Roch/ });
  await expect(found).toContainText('Hôpital Saint-Roch');
  await found.getByRole('link', { name: 'Bloquer Hôpital Saint-Roch' }).click();
  await patient.confirms();
  expect((await nurse.opens('camille')).status()).toBe(404);
  await expect(found).toContainText('Bloqué');
  await found.getByRole('link', { name: 'Débloquer Hôpital Saint-Roch' }).click();
  await patient.confirms();
  expect((await nurse.opens('camille')).status()).toBe(204);
});

test('blocking is undone from where it was done', async ({ patient, gateway }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Professionnels');
  await patient.professionals.searches('fontaine');
  await patient.professionals.person('Résultat', 'Léa Fontaine').getByRole('link', { name: 'Bloquer' }).click();
  await patient.confirms();
  await patient.isTold('accès bloqué, même en urgence');
  await patient.page.getByRole('link', { name: 'Annuler ce changement' }).click();
  await patient.confirms();
  await patient.isTold('le changement est annulé');
  await expect(patient.professionals.list('Bloqués')).toHaveCount(0);
  expect((await (await gateway.as('nurse')).opens('camille')).status()).toBe(204);
});

test('a professional’s page says what they may do; the history leads there, and blocking starts there', async ({
  patient,
  page,
  gateway,
}) => {
  const doctor = await gateway.as('cardiologist');
  await patient.signsIn('camille');
  await patient.goesTo('Historique');
  await patient.history.visits().first().getByRole('link', { name: /^Voir ce professionnel/ }).waitFor();
  await patient.history
    .visits()
    .filter({ hasText: 'Sophie Nguyen' })
    .first()
    .getByRole('link', { name: /Voir ce professionnel/ })
    .click();
  await expect(patient.title()).toHaveText('Sophie Nguyen');
  const access = page.getByRole('region', { name: 'Ce que ce professionnel peut faire' });
  await expect(access).toContainText('peut ouvrir mon dossier et lire 24 documents sur 24.');
  await expect(page.getByRole('region', { name: 'Ses derniers accès à mon dossier' })).toContainText('a ouvert mon dossier');
  await access.getByRole('link', { name: 'Bloquer' }).click();
  await patient.confirms();
  await patient.isTold('Sophie Nguyen : accès bloqué');
  await expect(access).toContainText('Ce professionnel n’ouvre plus mon dossier, même en urgence.');
  const left = (await doctor.finds('camille').catch(() => [])).map(plain);
  expect(left).not.toContain(BLOOD_TEST);
});

test('an administrator cannot just be blocked: both are done at once', async ({ patient, page, gateway }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Professionnels');
  await patient.professionals.person('Médecins administrateurs', 'Hélène Martin').getByRole('link', { name: 'Hélène Martin', exact: true }).click();
  await page.getByRole('link', { name: 'Retirer et bloquer' }).click();
  await expect(patient.title()).toHaveText('Retirer et bloquer Hélène Martin');
  await patient.confirms();
  await patient.isTold('Hélène Martin n’est plus administrateur de mon dossier. Son accès est maintenant bloqué, même en urgence.');
  expect((await (await gateway.as('administrator')).opens('camille')).status()).toBe(404);
  await page.getByRole('link', { name: 'Annuler ce changement' }).click();
  await patient.confirms();
  await patient.isTold('le changement est annulé');
  await expect(page.getByRole('region', { name: 'Ce que ce professionnel peut faire' })).toContainText('Administrateur de mon dossier');
  expect((await (await gateway.as('administrator')).opens('camille')).status()).toBe(204);
});

test('a physician is named administrator, keeps access when everyone else is refused, and is withdrawn', async ({
  patient,
  page,
  gateway,
}) => {
  const doctor = await gateway.as('cardiologist');
  await patient.signsIn('camille');
  await patient.goesTo('Professionnels');
  await patient.professionals.searches('nguyen cardiologie');
  await patient.professionals.person('Résultat', 'Sophie Nguyen').getByRole('link', { name: 'Sophie Nguyen', exact: true }).click();
  await page.getByRole('link', { name: 'Nommer administrateur de mon dossier' }).click();
  await expect(patient.title()).toHaveText('Nommer Sophie Nguyen administrateur de mon dossier');
  await patient.confirms();
  await patient.isTold('Sophie Nguyen est maintenant administrateur de mon dossier.');

  await patient.goesTo('Professionnels');
  await page.getByRole('link', { name: 'Fermer mon dossier à tous les professionnels' }).click();
  await expect(page.getByRole('main')).toContainText('médecin administrateur de mon dossier');
  await patient.confirms();
  await patient.isTold('Mon dossier est fermé à tous les professionnels');
  expect((await doctor.opens('camille')).status()).toBe(204);
  expect((await (await gateway.as('nurse')).opens('camille')).status()).toBe(404);

  await page.getByRole('link', { name: 'Rouvrir mon dossier aux professionnels' }).click();
  await patient.confirms();
  await patient.isTold('Mon dossier est de nouveau ouvert');
  expect((await (await gateway.as('nurse')).opens('camille')).status()).toBe(204);
  await patient.professionals.person('Médecins administrateurs', 'Sophie Nguyen').getByRole('link', { name: 'Retirer Sophie Nguyen' }).click();
  await patient.confirms();
  await patient.isTold('Sophie Nguyen n’est plus administrateur de mon dossier.');
});

test('only a physician may administer: a nurse’s page does not offer it, and its address refuses it', async ({
  patient,
  page,
  watch,
}) => {
  await patient.signsIn('camille');
  await patient.goesTo('Professionnels');
  await patient.professionals.searches('fontaine');
  await patient.professionals.person('Résultat', 'Léa Fontaine').getByRole('link', { name: 'Léa Fontaine', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Bloquer', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: /Nommer administrateur/ })).toHaveCount(0);
  watch.expectsAnswer(409);
  const record = new URL(page.url()).pathname.replace(/\/professionnels.*/, '');
  await page.goto(`${record}/changement?acte=nommer-administrateur&rpps=10000000058`);
  await expect(page.getByRole('main')).toContainText('Seul un médecin peut être administrateur');
});

test('an organisation is blocked for all who work there, and unblocked', async ({ patient, page, gateway }) => {
  const [nurse, doctor] = [await gateway.as('nurse'), await gateway.as('cardiologist')];
  await patient.signsIn('camille');
  await patient.goesTo('Professionnels');
  await patient.professionals.searches('fontaine');
  await patient.professionals.person('Résultat', 'Léa Fontaine').getByRole('link', { name: 'Léa Fontaine', exact: true }).click();
  await page.getByRole('link', { name: /Bloquer cet établissement/ }).click();
  await patient.confirms();
  await patient.isTold('Maison de santé du Canal, Lille : établissement bloqué.');
  expect((await nurse.opens('camille')).status()).toBe(404);
  expect((await doctor.opens('camille')).status()).toBe(204);
  await patient.goesTo('Professionnels');
  const organisations = page.getByRole('list', { name: 'Établissements bloqués' });
  await organisations.getByRole('link', { name: /Débloquer Maison de santé du Canal/ }).click();
  await patient.confirms();
  await patient.isTold('établissement débloqué');
  expect((await nurse.opens('camille')).status()).toBe(204);
});

test('who came in an emergency is listed, and who is authorised says since when', async ({ patient }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Professionnels');
  await expect(patient.professionals.person('Autorisés', 'Sophie Nguyen')).toContainText('Depuis le');
  await expect(patient.professionals.person('Déjà venus', 'Yves Caron')).toContainText('Déjà venu');
});

for (const [words, found] of [
  ['Hélène MARTIN', ['Hélène Martin']],
  ['medecin lille nguy', ['Sophie Nguyen']],
  ['10000000041', ['Paul Roussel']],
  ['chirurgien roubaix', ['Paul Roussel']],
  ['fôntaîne', ['Léa Fontaine']],
] as const) {
  test(`the directory finds « ${words} »`, async ({ patient, page }) => {
    await patient.signsIn('camille');
    await patient.goesTo('Professionnels');
    await patient.professionals.searches(words);
    await expect(patient.professionals.results().getByRole('listitem')).toHaveCount(found.length);
    for (const name of found) await expect(patient.professionals.results()).toContainText(name);
    await expect(page.getByRole('searchbox')).toHaveValue(words);
  });
}

for (const typed of ['', ' ', 'a', '%%', '___', '-- \'"']) {
  test(`a search for « ${typed} » asks for two letters, beside the field`, async ({ patient, page, watch }) => {
    await patient.signsIn('camille');
    await patient.goesTo('Professionnels');
    watch.expectsAnswer(422);
    await patient.professionals.searches(typed);
    await patient.isWarned('Écrivez au moins deux lettres');
    await expect(page.getByRole('searchbox')).toHaveValue(typed);
    await page.getByRole('alert').getByRole('link').click();
    await expect(page.getByRole('searchbox')).toBeFocused();
  });
}

for (const typed of ['<b>xx</b>', "'; DROP TABLE x --", 'zz\u202eأ 🩺', 'x'.repeat(500)]) {
  test(`a search for « ${typed.slice(0, 20)} » is only text, and finds nobody`, async ({ patient, page }) => {
    await patient.signsIn('camille');
    await patient.goesTo('Professionnels');
    await patient.professionals.searches(typed);
    await expect(page.getByRole('heading', { name: 'Aucun professionnel trouvé' })).toBeVisible();
    await expect(page.getByRole('searchbox')).toHaveValue(typed.slice(0, 200));
  });
}

test('an address that makes no sense: a page that does not exist, or the list', async ({ patient, page, watch }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Professionnels');
  const list = new URL(page.url()).pathname;
  await page.goto(`${list}?recherche=lille&page=99999999999&fait=rien`);
  await expect(patient.title()).toHaveText('Mes professionnels de santé');
  watch.expectsAnswer(422);
  await page.goto(`${list}?recherche=lille&recherche=paris`);
  await patient.isWarned('Une seule recherche à la fois');
  watch.expectsAnswer(404);
  for (const number of ['99999999999', '1', 'x', '%00', '1000000002５', '..']) {
    const answer = await page.goto(`${list}/${number}`);
    expect([404, 200], number).toContain(answer?.status());
    if (number !== '..') await expect(patient.title(), number).toHaveText('Cette page n’existe pas');
  }
});

test('blocking twice, in two tabs: the second finds it done', async ({ patient, page, otherTab }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Professionnels');
  await patient.professionals.searches('fontaine');
  await patient.professionals.person('Résultat', 'Léa Fontaine').getByRole('link', { name: 'Bloquer' }).click();
  const other = await otherTab();
  await other.page.goto(page.url());
  await other.confirms();
  await other.isTold('accès bloqué, même en urgence');
  await page.bringToFront();
  await patient.confirms();
  await patient.isTold('Rien n’a changé : c’était déjà fait.');
});

test('what she wrote stays readable to the doctor who is blocked', async ({ patient, page, gateway }) => {
  const doctor = await gateway.as('cardiologist');
  const own = await doctor.identifierOf('camille', CARDIOLOGY);
  await patient.signsIn('camille');
  await patient.goesTo('Professionnels');
  await patient.professionals.person('Autorisés', 'Sophie Nguyen').getByRole('link', { name: 'Bloquer' }).click();
  await patient.confirms();
  await patient.isTold('Cette personne ne lit plus que les documents qu’elle a écrits.');
  expect((await doctor.reads('camille', own)).status()).toBe(200);
  await patient.professionals.person('Bloqués', 'Sophie Nguyen').getByRole('link', { name: 'Sophie Nguyen', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('qu’il peut toujours relire');
});
