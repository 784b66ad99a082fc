// Getting in, being refused, coming back, leaving.
import { fillsIn, opensForm, RADIO, sends } from './support/files.ts';
import { HOME, PASSWORD } from './support/patient.ts';
import { BEGINNING } from './support/server.ts';
import { expect, test } from './support/test.ts';

test('before anything is sent, the page says that both fields must be filled in', async ({ page }) => {
  await page.goto('/connexion');
  await expect(page.getByText('Tous les champs sont obligatoires.')).toBeVisible();
  for (const field of ['Identifiant', 'Mot de passe']) await expect(page.getByLabel(field)).toHaveAttribute('aria-required', 'true');
});

test('a wrong password is said kindly: what was typed stays, except the password', async ({ patient, page, watch }) => {
  watch.expectsAnswer(422);
  await page.goto('/');
  await patient.fillsIn('camille', 'pas le bon');
  await patient.isWarned('L’identifiant ou le mot de passe n’est pas le bon.');
  await expect(page).toHaveTitle('Erreur : connexion – Mon dossier, mes choix');
  await expect(page).toHaveURL(/\/connexion$/);
  const identifier = page.getByLabel('Identifiant');
  await expect(identifier).toHaveValue('camille');
  await expect(identifier).toHaveAccessibleDescription(/n’est pas le bon/);
  await expect(identifier).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Mot de passe')).toHaveValue('');

  await page.getByRole('alert').getByRole('link').click();
  await expect(identifier).toBeFocused();
});

test('an unknown identifier is told what a wrong password is told', async ({ patient, page, watch }) => {
  watch.expectsAnswer(422);
  const said = [];
  await page.goto('/');
  for (const identifier of ['camille', 'personne']) {
    await patient.fillsIn(identifier, 'pas le bon');
    await expect(page.getByLabel('Identifiant')).toHaveValue(identifier);
    said.push((await page.getByRole('main').innerText()).replaceAll(identifier, ''));
  }
  expect(said[1]).toBe(said[0]);
});

test('an empty form is told what is missing', async ({ patient, page, watch }) => {
  watch.expectsAnswer(422);
  await page.goto('/');
  await patient.fillsIn('', '');
  await patient.isWarned('Écrivez votre identifiant et votre mot de passe.');
});

test('what is typed as an identifier comes back as text', async ({ patient, page, watch }) => {
  watch.expectsAnswer(422);
  const typed = '"><script>document.title="pris"</script><b>é';
  await page.goto('/');
  await patient.fillsIn(typed, 'pas le bon');
  await expect(page.getByLabel('Identifiant')).toHaveValue(typed);
  await expect(page).toHaveTitle(/^Erreur/);
});

test('after many wrong passwords one waits, and the right one then gets in', async ({ patient, page, watch, world }) => {
  watch.expectsAnswer(422);
  watch.expectsAnswer(429);
  await page.goto('/');
  await patient.mistypesThePassword('camille');
  await patient.isWarned('Trop d’essais de suite.');
  await patient.isWarned('Votre compte n’est pas bloqué.');

  await world.isNow('2026-11-23T10:02:00+01:00');
  await patient.fillsIn('camille', PASSWORD);
  await expect(patient.title()).toHaveText(HOME);
});

test('one who is not signed in comes to the page that was wanted', async ({ patient, page }) => {
  await page.goto('/dossiers/00000001-0000-4000-9e37-79b97f4a7c15/historique?vue=moi');
  await expect(patient.title()).toHaveText('Me connecter à mon dossier');
  await patient.fillsIn('camille', PASSWORD);
  await expect(patient.title()).toHaveText('Historique de mon dossier');
  await expect(page.getByRole('heading', { name: 'Ce que j’ai fait' })).toBeVisible();
});

test('a session that ends unused says so, and comes back to the page, with its filters', async ({
  patient,
  page,
  world,
}) => {
  await patient.signsIn('camille');
  await world.isNow('2026-11-23T10:45:00+01:00');
  await patient.documents.filters({ word: 'cardio' });
  await expect(page.getByRole('status')).toContainText('Votre session a pris fin, par sécurité.');
  await patient.fillsIn('camille', PASSWORD);
  await expect(page.getByRole('heading', { name: '2 documents trouvés' })).toBeVisible();
});

test('a session that is used does not end', async ({ patient, world }) => {
  await patient.signsIn('camille');
  await world.isNow('2026-11-23T10:25:00+01:00');
  await patient.goesTo('Historique');
  await expect(patient.title()).toHaveText('Historique de mon dossier');
  await world.isNow('2026-11-23T10:50:00+01:00');
  await patient.goesTo('Mes documents');
  await expect(patient.title()).toHaveText('Mes documents');
});

test('a change sent after the session has ended is not made; it is asked for again', async ({ patient, world }) => {
  await patient.signsIn('camille');
  await patient.documents.opens('Bilan dentaire');
  await world.isNow('2026-11-23T10:45:00+01:00');
  await patient.page.getByRole('button', { name: 'Masquer ce document' }).click();
  await expect(patient.title()).toHaveText('Me connecter à mon dossier');
  await patient.fillsIn('camille', PASSWORD);
  await expect(patient.title()).toHaveText('Bilan dentaire');
  await expect(patient.page.getByRole('button', { name: 'Masquer ce document' })).toBeVisible();
});

test('whoever is about to lose the session is told, and stays in, with scripts', async ({ patient, page, world }) => {
  await page.clock.install({ time: BEGINNING });
  await patient.signsIn('camille');
  await page.clock.fastForward('27:00');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.clock.fastForward('01:00');
  await expect(page.getByRole('alert')).toContainText('votre session prendra fin dans deux minutes');
  await world.isNow('2026-11-23T10:28:30+01:00');
  await page.getByRole('button', { name: 'Rester connecté' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await world.isNow('2026-11-23T10:50:00+01:00');
  await patient.goesTo('Historique');
  await expect(patient.title()).toHaveText('Historique de mon dossier');
});

test('whoever goes on writing stays in, with scripts', async ({ patient, page, world }) => {
  await page.clock.install({ time: BEGINNING });
  await patient.signsIn('camille');
  await opensForm(patient);
  for (const [moment, letter] of [['2026-11-23T10:20:00+01:00', 'a'], ['2026-11-23T10:40:00+01:00', 'b']] as const) {
    await world.isNow(moment);
    await page.clock.fastForward('20:00');
    const asked = page.waitForResponse((response) => response.url().endsWith('/session'));
    await page.getByLabel('Titre').press(letter);
    expect((await asked).status()).toBe(204);
  }
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('what was written is still there when the session has ended, and can be sent after signing in again, with scripts', async ({ patient, page, otherTab, world }) => {
  await page.clock.install({ time: BEGINNING });
  await patient.signsIn('camille');
  await opensForm(patient);
  await fillsIn(patient, RADIO);
  await world.isNow('2026-11-23T10:31:00+01:00');
  await page.clock.fastForward('31:00');
  await expect(page.getByRole('alert')).toContainText('votre session a pris fin. Ce que vous avez écrit est encore sur cette page');
  const other = await otherTab();
  await other.page.goto((await page.getByRole('link', { name: 'reconnectez-vous dans un nouvel onglet' }).getAttribute('href')) ?? '');
  await other.fillsIn('camille', PASSWORD);
  await expect(other.title()).toHaveText(HOME);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await sends(patient);
  await patient.isTold('Ce document est ajouté à mon dossier.');
});

test('after signing out, going back shows nothing', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Historique');
  await patient.signsOut();
  await expect(page.getByRole('status')).toHaveText('Vous êtes déconnecté.');
  await page.goBack();
  await expect(patient.title()).toHaveText('Me connecter à mon dossier');
});

test('nobody is led to another site by the address of the sign-in page', async ({ patient, page }) => {
  await page.goto('/connexion?suite=https%3A%2F%2Failleurs.example%2F');
  await patient.fillsIn('camille', PASSWORD);
  await expect(patient.title()).toHaveText(HOME);
});
