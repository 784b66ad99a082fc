// What lives in the browser, and what is there without it.
import { BLOOD_TEST } from './support/patient.ts';
import { expect, test } from './support/test.ts';

const NAME = 'Vérifier ce qu’un professionnel peut lire';

test('the check of a professional answers for each profession and situation, with scripts', async ({ patient, page }) => {
  await patient.signsIn('camille');
  const check = page.getByRole('region', { name: NAME });
  const answer = check.getByRole('status');
  await expect(check).toContainText('Sur cette page, ce professionnel peut lire 20 documents sur 20.');
  // It would speak over the page that comes.
  await expect(answer).toHaveCount(0);

  await check.getByLabel('Profession').selectOption('Chirurgien-Dentiste');
  await expect(answer).not.toContainText('20 documents sur 20');
  await check.getByLabel('Profession').selectOption('Infirmier');
  await check.getByLabel('Situation').selectOption('Au SAMU (centre 15)');
  await expect(answer).toHaveText('Sur cette page, ce professionnel peut lire 0 document sur 20.');
  await check.getByText('Voir document par document').click();
  await expect(check.getByRole('listitem').first()).toContainText(
    `${BLOOD_TEST} : seuls les médecins du SAMU ont cet accès`,
  );
});

test('the check says what the gateway does, with scripts', async ({ patient, page, gateway }) => {
  await patient.signsIn('camille');
  await patient.documents.masks(BLOOD_TEST);
  const check = page.getByRole('region', { name: NAME });
  await expect(check).toContainText('Sur cette page, ce professionnel peut lire 19 documents sur 20.');
  await check.getByText('Voir document par document').click();
  await expect(check.getByRole('listitem').filter({ hasText: BLOOD_TEST })).toContainText('ce document est masqué');

  await check.getByLabel('Profession').selectOption('Infirmier');
  const refused = await check.getByRole('listitem').filter({ hasText: 'Non' }).allInnerTexts();
  const found = await (await gateway.as('nurse')).finds('camille');
  // The first twenty of the page, newest first; her own vaccination is open to her as to every nurse.
  for (const title of await patient.documents.titles()) {
    expect(refused.some((line) => line.includes(title)), title).toBe(!found.includes(title));
  }
});

test('nothing is sent while a professional is checked, with scripts', async ({ patient, page }) => {
  await patient.signsIn('camille');
  const check = page.getByRole('region', { name: NAME });
  await expect(check).toBeVisible();
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url()));
  await check.getByLabel('Profession').selectOption('Pharmacien');
  await check.getByLabel('Situation').selectOption('Dans une autre urgence, avec un motif');
  await expect(check.getByRole('status')).toContainText('ce professionnel peut lire');
  expect(sent).toEqual([]);
});

test('a page comes alive in a browser that is never idle, with scripts', async ({ patient, page }) => {
  // As Chromium does now and then: what waits for idleness without a limit waits for ever.
  await page.addInitScript(() => {
    window.requestIdleCallback = (wakes, options) =>
      options?.timeout ? window.setTimeout(wakes, options.timeout, { didTimeout: true, timeRemaining: () => 0 }) : 0;
  });
  await patient.signsIn('camille');
  await expect(page.getByRole('region', { name: NAME })).toContainText('peut lire 20 documents sur 20.');
});

test('without scripts the check is not there, and the pages say the same of each document', async ({
  patient,
  page,
  javaScriptEnabled,
}) => {
  await patient.signsIn('camille');
  await expect(page.getByRole('region', { name: NAME })).toHaveCount(javaScriptEnabled === false ? 0 : 1);
  await patient.documents.opens(BLOOD_TEST);
  await expect(page.getByRole('region', { name: 'Qui peut lire ce document ?' })).toBeVisible();
});
