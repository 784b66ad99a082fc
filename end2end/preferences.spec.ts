// Which notices a person wants: every answer is kept, a second sending changes nothing, and what must be told always is.
import type { Patient } from './support/patient.ts';
import { expect, test } from './support/test.ts';

const QUESTIONS = {
  added: 'M’envoyer un courriel quand un document est ajouté à mon dossier ?',
  changed: 'M’envoyer un courriel quand un professionnel modifie ou supprime un document ?',
  blocked: 'M’envoyer un courriel quand un professionnel que j’ai bloqué essaie d’ouvrir mon dossier ?',
  shown: 'Afficher aussi ces essais dans mes notifications, sur le site ?',
};

type Email = { to: string; subject: string; body: string; kind: string; state: string };

function answer(patient: Patient, question: string, answer: 'Oui' | 'Non') {
  return patient.page.getByRole('group', { name: question }).getByLabel(answer);
}

async function opens(patient: Patient): Promise<void> {
  await patient.goesTo('Notifications');
  await patient.page.getByRole('link', { name: 'Préférences de notification' }).click();
  await expect(patient.title()).toHaveText('Préférences de notification');
}

async function saves(patient: Patient): Promise<void> {
  await patient.page.getByRole('button', { name: 'Enregistrer mes préférences' }).click();
}

test('preferences: what is switched off no longer comes by e-mail, and still stands on the site', async ({
  patient,
  page,
  gateway,
}) => {
  const written = async (kind: string): Promise<Email[]> => {
    const all: Email[] = await (await page.request.get('/lab/courriels.json')).json();
    return all.filter((email) => email.to === 'bernard@mail.example' && email.kind === kind);
  };
  const dentist = await gateway.as('dentist');
  await dentist.opens('bernard');
  expect(await written('blocked_attempt')).toHaveLength(1);

  await patient.signsIn('bernard');
  await opens(patient);
  await expect(page.getByRole('main')).toContainText('Les courriels sont envoyés à bernard@mail.example.');
  for (const question of Object.values(QUESTIONS)) await expect(answer(patient, question, 'Oui')).toBeChecked();
  await answer(patient, QUESTIONS.blocked, 'Non').check();
  await saves(patient);
  await patient.isTold('C’est fait : mes préférences sont enregistrées.');
  await expect(answer(patient, QUESTIONS.blocked, 'Non')).toBeChecked();
  await expect(answer(patient, QUESTIONS.added, 'Oui')).toBeChecked();

  await dentist.opens('bernard');
  expect(await written('blocked_attempt')).toHaveLength(1);
  await patient.goesTo('Notifications');
  await expect(patient.notices.notice('Tentative d’un professionnel bloqué')).toHaveCount(2);

  await opens(patient);
  await answer(patient, QUESTIONS.shown, 'Non').check();
  await saves(patient);
  await patient.isTold('mes préférences sont enregistrées');
  await patient.goesTo('Notifications');
  await expect(patient.notices.notice('Tentative d’un professionnel bloqué')).toHaveCount(0);
  await expect(patient.notices.notice('Nouvelle connexion')).toHaveCount(1);
  const [signIn] = await written('new_sign_in');
  expect(signIn?.body).toContain('Il y a du nouveau dans le dossier de Bernard');
  expect(signIn?.body).not.toContain('Lefèvre');
});

test('preferences sent twice, from two tabs, are kept once', async ({ patient, page, otherTab }) => {
  await patient.signsIn('camille');
  await opens(patient);
  const other = await otherTab();
  await other.page.goto(page.url());
  for (const tab of [patient, other]) {
    await tab.page.bringToFront();
    await answer(tab, QUESTIONS.added, 'Non').check();
    await saves(tab);
    await tab.isTold('mes préférences sont enregistrées');
  }
  await patient.page.bringToFront();
  await patient.goesTo('Historique');
  await patient.history.showsOwnActs();
  await expect(patient.history.lines().filter({ hasText: 'Camille Durand a choisi ses notifications.' })).toHaveCount(1);
});

test('preferences that no page of ours sends come back, and switch nothing', async ({ patient, page, watch }) => {
  await patient.signsIn('camille');
  await opens(patient);
  const address = page.url();
  // As a hostile extension, or a form kept from an older version, would: a hidden field adds an answer.
  for (const [field, value] of [
    ['ajout-courriel', '<script>alert(1)</script>'],
    ['ajout-courriel', 'non'],
  ] as const) {
    const html = (await (await page.request.get(address)).text()).replace(
      '<ul class="actions">',
      `<input type="hidden" name="${field}" value="${value.replaceAll('<', '&lt;')}"><ul class="actions">`,
    );
    await page.route(address, (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }), { times: 1 });
    await page.goto(address);
    watch.expectsAnswer(422);
    await saves(patient);
    await patient.isWarned('Choisissez oui ou non.');
    await expect(page.getByRole('group', { name: QUESTIONS.added })).toContainText('Choisissez oui ou non.');
    await page.getByRole('link', { name: 'Choisissez oui ou non.' }).click();
    await expect(answer(patient, QUESTIONS.added, 'Oui')).toBeFocused();
  }
  await page.goto(address);
  for (const question of Object.values(QUESTIONS)) await expect(answer(patient, question, 'Oui')).toBeChecked();
});
