// The notices, narrowed to what a person looks for.
import { expect, test } from './support/test.ts';
import { BLOOD_TEST } from './support/patient.ts';

test('notices are narrowed to those not read yet, and to what they are about', async ({ patient, page, gateway }) => {
  await patient.signsIn('bernard');
  await patient.goesTo('Notifications');
  await patient.notices.marksAllRead();
  await patient.isTold('marquées comme lues');
  expect((await (await gateway.as('regulator')).opens('bernard', { kind: 'samu' })).status()).toBe(204);
  expect((await (await gateway.as('dentist')).opens('bernard')).status()).toBe(404);

  const opens = async (): Promise<void> => page.getByText('Filtrer', { exact: true }).click();
  const shows = async (): Promise<void> => page.getByRole('button', { name: 'Afficher' }).click();
  const about = page.getByLabel('De quoi parlent-elles ?');
  const unread = page.getByLabel('Seulement celles que je n’ai pas lues');
  const titles = page.getByRole('main').getByRole('heading', { level: 2 });

  await patient.goesTo('Notifications');
  await expect(patient.notices.notice('Nouvelle connexion').first()).toBeVisible();
  await opens();
  await about.selectOption('Les accès en urgence');
  await shows();
  await expect(titles).toContainText(['Accès en urgence']);
  await expect(patient.notices.notice('Nouvelle connexion')).toHaveCount(0);
  await expect(about, 'the choice stays').toHaveValue('urgences');
  await expect(page.getByRole('button', { name: 'Tout marquer comme lu' }), 'not all is shown').toHaveCount(0);

  await about.selectOption('Les professionnels venus dans mon dossier');
  await unread.check();
  await shows();
  await expect(unread).toBeChecked();
  await expect(titles).toContainText(['Tentative d’un professionnel bloqué Non lue']);
  await expect(page.getByRole('main')).not.toContainText('Accès en urgence –');

  await about.selectOption('Les documents ajoutés, modifiés ou supprimés');
  await shows();
  await expect(page.getByText('Aucune notification ne correspond à ces choix.')).toBeVisible();
  await page.getByRole('link', { name: 'Effacer les filtres' }).click();
  await expect(patient.notices.notice('Nouvelle connexion').first()).toBeVisible();
  await patient.notices.marksAllRead();
  await patient.isTold('marquées comme lues');
});

test('choices that make no sense in the address are left out', async ({ patient, page }) => {
  await patient.signsIn('camille');
  await patient.documents.masks(BLOOD_TEST);
  await patient.goesTo('Notifications');
  await page.goto(`${page.url()}?sujet=<b>&non-lues=peut-être&apres=zzz`);
  await expect(patient.notices.notice('Réglage modifié')).toBeVisible();
  await expect(patient.notices.notice('Nouvelle connexion').first()).toBeVisible();
});
