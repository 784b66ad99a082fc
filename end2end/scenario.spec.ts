// The scenario of the product, from the first page to the doctor who is refused.
import { plain } from './support/gateway.ts';
import { BLOOD_TEST } from './support/patient.ts';
import { expect, test } from './support/test.ts';

// It is killed in the middle.
test.use({ alone: true });

test('a masked document no longer exists for a doctor, but does for its author and the administrator', async ({
  patient,
  gateway,
  world,
}) => {
  const doctor = await gateway.as('cardiologist');
  await patient.signsIn('camille');
  await patient.documents.says(BLOOD_TEST, 'Visible');
  const document = await doctor.identifierOf('camille', BLOOD_TEST);
  const before = await doctor.finds('camille');

  const read = await doctor.reads('camille', document);
  expect(read.status()).toBe(200);
  expect((await read.body()).subarray(0, 5).toString()).toBe('%PDF-');

  await patient.documents.masks(BLOOD_TEST);
  await patient.isTold(`« ${BLOOD_TEST} » est maintenant masqué.`);
  await patient.documents.says(BLOOD_TEST, 'Masqué');

  const refused = await doctor.reads('camille', document);
  const unknown = await doctor.reads('camille', '6f9619ff-8b86-4d01-b42d-00cf4fc964ff');
  expect(refused.status()).toBe(404);
  expect(await refused.text()).toBe(await unknown.text());
  expect(await doctor.finds('camille')).toEqual(before.filter((title) => plain(title) !== BLOOD_TEST));

  await patient.goesTo('Historique');
  const visit = patient.history.visits().filter({ hasText: `« ${BLOOD_TEST} »` });
  await expect(visit.getByRole('heading')).toHaveText('Sophie Nguyen (médecin), Hôpital Saint-Roch, Lille');
  await expect(visit.getByRole('listitem').filter({ hasText: `« ${BLOOD_TEST} »` })).toContainText([
    `a lu « ${BLOOD_TEST} ».`,
    `a voulu lire « ${BLOOD_TEST} ». Refusé. J’ai masqué ces informations : ce professionnel ne peut pas les lire.`,
  ]);

  expect((await (await gateway.as('biologist')).reads('camille', document)).status()).toBe(200);
  expect((await (await gateway.as('administrator')).reads('camille', document)).status()).toBe(200);

  await world.restarts('2026-11-23T10:05:00+01:00');
  await patient.goesTo('Mes documents');
  await patient.documents.says(BLOOD_TEST, 'Masqué');
  expect((await (await gateway.as('cardiologist')).reads('camille', document)).status()).toBe(404);
});
