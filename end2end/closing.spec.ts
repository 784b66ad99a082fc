// Closing the record: what follows is said before, the password is asked again, and everything can come back.
import { BLOOD_TEST, PASSWORD } from './support/patient.ts';
import { expect, test } from './support/test.ts';

test('closed at once for everyone, and reopened with everything as it was', async ({ patient, page, gateway }) => {
  await patient.signsIn('camille');
  await patient.documents.masks(BLOOD_TEST);
  await patient.isTold('est maintenant masqué');
  const nurse = await gateway.as('nurse');
  expect((await nurse.opens('camille')).status()).toBe(204);

  await patient.goesTo('Mes réglages');
  await page.getByRole('link', { name: 'Clôturer mon dossier' }).click();
  await expect(patient.title()).toHaveText('Clôturer mon dossier');
  const follows = page.getByRole('region', { name: 'Ce qui va se passer' });
  await expect(follows).toContainText('plus personne ne lit mon dossier');
  await expect(follows).toContainText('Mes 24 documents ne sont pas effacés');
  await expect(follows).toContainText('jusqu’au 23 décembre 2026 inclus');
  await page.getByLabel('Mon mot de passe').fill(PASSWORD);
  await page.getByRole('button', { name: 'Clôturer mon dossier maintenant' }).click();

  await expect(patient.title()).toHaveText('Mon dossier est clôturé');
  await expect(page.getByRole('main')).toContainText('Jusqu’au 23 décembre 2026 inclus, je peux rouvrir mon dossier.');
  for (const context of [{ kind: 'care_team' }, { kind: 'break_glass', reason: 'Malaise' }]) {
    expect((await nurse.opens('camille', context)).status()).toBe(404);
  }
  // It is the one page left, wherever one goes.
  await page.goto('/');
  await expect(patient.title()).toHaveText('Mon dossier est clôturé');
  await page.goto(new URL(page.url()).pathname.replace('/accueil', '/historique'));
  await expect(patient.title()).toHaveText('Mon dossier est clôturé');

  await page.getByRole('button', { name: 'Rouvrir mon dossier' }).click();
  await patient.isTold('Mon dossier est rouvert, avec tous mes réglages comme avant.');
  await expect(page.getByRole('region', { name: 'Mes documents' })).toContainText('24 documents, dont 1 masqué.');
  expect((await nurse.opens('camille')).status()).toBe(204);
  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await expect(patient.history.lines().first()).toContainText('Camille Durand a rouvert le dossier.');
  await expect(patient.history.lines().nth(1)).toContainText('Camille Durand a clôturé le dossier.');
});

test('without the right password nothing happens, and the page says what to do', async ({ patient, page, watch }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Mes réglages');
  await page.getByRole('link', { name: 'Clôturer mon dossier' }).click();
  watch.expectsAnswer(422);
  await page.getByRole('button', { name: 'Clôturer mon dossier maintenant' }).click();
  await patient.isWarned('Écrivez votre mot de passe.');
  const field = page.getByLabel('Mon mot de passe');
  await field.fill('pas le bon');
  await field.press('Enter');
  await patient.isWarned('Ce n’est pas le bon mot de passe.');
  await expect(field).toHaveAccessibleDescription(/Ce n’est pas le bon mot de passe/);
  await expect(field, 'a password is never sent back').toHaveValue('');
  await page.getByRole('link', { name: 'Annuler : garder mon dossier ouvert' }).click();
  await expect(patient.title()).toHaveText('Mes réglages de confidentialité');
});

test('a second tab finds it closed, and changes nothing', async ({ patient, page, otherTab, watch }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Mes réglages');
  await page.getByRole('link', { name: 'Clôturer mon dossier' }).click();
  const other = await otherTab();
  await other.page.goto(page.url());
  await page.getByLabel('Mon mot de passe').fill(PASSWORD);
  await page.getByRole('button', { name: 'Clôturer mon dossier maintenant' }).click();
  await expect(patient.title()).toHaveText('Mon dossier est clôturé');
  watch.expectsAnswer(409);
  await other.page.getByLabel('Mon mot de passe').fill(PASSWORD);
  await other.page.getByRole('button', { name: 'Clôturer mon dossier maintenant' }).click();
  await expect(other.title()).toHaveText('Mon dossier est clôturé');
  await expect(other.page.getByRole('alert')).toContainText('Rien n’a été changé');
});

test('after thirty days the page no longer offers to reopen', async ({ patient, page, world }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Mes réglages');
  await page.getByRole('link', { name: 'Clôturer mon dossier' }).click();
  await page.getByLabel('Mon mot de passe').fill(PASSWORD);
  await page.getByRole('button', { name: 'Clôturer mon dossier maintenant' }).click();
  await expect(patient.title()).toHaveText('Mon dossier est clôturé');
  await world.isNow('2026-12-24T10:00:00+01:00');
  await page.goto('/');
  await patient.fillsIn('camille', PASSWORD);
  await expect(patient.title()).toHaveText('Mon dossier est clôturé');
  await expect(page.getByRole('main')).toContainText('Ce délai est passé.');
  await expect(page.getByRole('button', { name: 'Rouvrir mon dossier' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Me déconnecter' }).click();
  await expect(patient.title()).toHaveText('Me connecter à mon dossier');
});

test('who only wants professionals out is shown the smaller step', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.goesTo('Mes réglages');
  await page.getByRole('link', { name: 'Clôturer mon dossier' }).click();
  await page.getByRole('link', { name: 'Fermer mon dossier à tous les professionnels' }).click();
  await patient.documents.confirms();
  await patient.isTold('Mon dossier est fermé à tous les professionnels');
  await expect(page.getByRole('region', { name: 'Qui peut lire mon dossier' })).toContainText('j’ai fermé mon dossier à tous');
});
