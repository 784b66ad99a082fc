// Who acts for others: separated parents, a minor's secret, an eighteenth birthday, guardians, invitations and codes.
import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { INS } from './support/gateway.ts';
import { activates, choosesAs, invites, linkOf, opensRecordOf } from './support/representatives.ts';
import { expect, test } from './support/test.ts';

const SECRET = 'Consultation : contraception';
const PAGES = ['accueil', 'documents', 'historique', 'historique?vue=moi', 'notifications', 'professionnels', 'reglages'];

/** The kinds of the e-mails that the server wrote to someone. */
async function mailsTo(page: Page, address: string): Promise<string[]> {
  const mails = (await (await page.request.get('/lab/courriels.json')).json()) as { to: string; kind: string }[];
  return mails.filter((mail) => mail.to === address).map((mail) => mail.kind);
}

test('two separated parents: each sees what the other did, and neither is overtaken in silence', async ({ patient, page, someone, watch }) => {
  const paul = await someone();
  await choosesAs(patient, 'marie');
  await choosesAs(paul, 'paul');
  const leo = await opensRecordOf(patient, 'Léo Petit');
  await expect(page.getByRole('banner')).toContainText('Léo Petit – vous êtes son représentant légal');
  await page.goto(`${leo}/changement?acte=fermer-aux-professionnels`);
  await patient.confirms();
  await patient.isTold('fermé à tous les professionnels');

  // Told to him, by name, on the site and by e-mail; and where the setting is.
  await paul.page.goto(`${leo}/notifications`);
  await expect(paul.page.getByRole('main')).toContainText('Marie Petit pour Léo Petit a fermé le dossier à tous les professionnels');
  expect(await mailsTo(paul.page, 'paul@mail.example')).toContain('privacy_setting_changed');
  await page.goto(`${leo}/changement?acte=tout-masquer`);
  await paul.page.goto(`${leo}/reglages`);
  await expect(paul.page.getByText('Modifié par Marie Petit le')).toBeVisible();
  await paul.page.getByRole('link', { name: 'Annuler ce changement' }).click();
  await paul.confirms();
  await paul.isTold('le changement est annulé');

  // She had a page before her that no longer tells the truth: nothing is done, and she learns who changed what.
  watch.expectsAnswer(409);
  await patient.confirms();
  await patient.isWarned('Le dossier a changé depuis que cette page a été affichée. Rien n’a été modifié.');
  await page.goto(`${leo}/reglages`);
  await expect(page.getByText('Modifié par Paul Petit le')).toBeVisible();
  await page.goto(`${leo}/historique?vue=moi`);
  await expect(patient.history.lines().first()).toContainText('Paul Petit pour Léo Petit a annulé ce changement : fermer le dossier à tous les professionnels.');
});

test('what a fifteen-year-old keeps secret changes nothing that the parents see', async ({ patient, page, gateway }) => {
  await choosesAs(patient, 'marie');
  const leo = await opensRecordOf(patient, 'Léo Petit');
  const everything = async (): Promise<string[]> => {
    const seen = [];
    for (const address of PAGES.map((rest) => `${leo}/${rest}`)) {
      await page.goto(address);
      seen.push(`${address}\n${await page.locator('body').ariaSnapshot()}`);
    }
    return [...seen, await (await page.request.get('/lab/courriels.json')).text()];
  };
  const before = await everything();
  const cardiologist = await gateway.as('cardiologist');
  await cardiologist.seesInSecret('leo', 'Suivi confidentiel');
  expect(await everything()).toEqual(before);
  // The same visit, openly, is told.
  await cardiologist.opens('leo');
  await page.goto(`${leo}/historique`);
  await expect(patient.history.visits()).toHaveCount(1);
  await expect(page.getByRole('main')).toContainText('Sophie Nguyen');
});

test('at midnight of the eighteenth birthday the parents are nobody, and she finds what had been hidden', async ({ patient, page, otherTab, someone, world, watch, gateway }) => {
  await (await gateway.as('cardiologist')).seesInSecret('ines', 'Suivi confidentiel');
  await choosesAs(patient, 'marie');
  const ines = await opensRecordOf(patient, 'Inès Petit');
  await page.goto(`${ines}/notifications`);
  await expect(patient.notices.notice('Majorité dans moins de 30 jours')).toBeVisible();
  expect(await mailsTo(page, 'paul@mail.example')).toContain('coming_of_age_soon');

  await world.isNow('2026-12-12T23:59:00+01:00', page);
  await choosesAs(patient, 'marie');
  await page.goto(`${ines}/changement?acte=tout-masquer`);
  const other = await otherTab();
  await other.page.goto(`${ines}/documents`);
  await expect(other.title()).toHaveText('Documents d’Inès');
  await expect(other.page.getByRole('main')).not.toContainText('confidentiel');

  await world.isNow('2026-12-13T00:00:00+01:00', page, other.page);
  watch.expectsAnswer(404);
  await patient.confirms();
  await expect(patient.title()).toHaveText('Cette page n’existe pas');
  await expect(page.getByRole('main')).toContainText('vous n’avez plus accès à ce dossier. Rien n’a été modifié.');
  await other.page.reload();
  await expect(other.title()).toHaveText('Cette page n’existe pas');
  await page.goto('/profils');
  await expect(page.getByRole('main')).toContainText('Léo Petit');
  await expect(page.getByRole('main')).not.toContainText('Inès');

  const code = await world.answers('2026-12-13T00:01:00+01:00', 'activation-code', INS.ines);
  const she = await someone();
  await activates(she, INS.ines, code, 'ines');
  await expect(she.title()).toHaveText('J’ai 18 ans : ce dossier est à moi');
  const hidden = she.page.getByRole('region', { name: 'Ce qui leur avait été caché' });
  await expect(hidden.getByRole('listitem')).toHaveCount(2);
  await hidden.getByRole('link', { name: /^Suivi confidentiel/ }).click();
  await expect(she.title()).toHaveText('Suivi confidentiel');
  await she.goesTo('Historique');
  await expect(she.history.visits().first()).toContainText('Sophie Nguyen');
  await she.goesTo('Notifications');
  await expect(she.notices.notice('Majorité')).toHaveCount(2);
  await she.page.goto('/');
  await she.page.getByRole('link', { name: 'Faire le point, question par question' }).click();
  await expect(she.title()).toContainText('documents');
  await she.page.goto('/');
  await she.page.getByRole('button', { name: 'J’ai terminé' }).click();
  await expect(she.title()).toHaveText('Mon dossier en un coup d’œil');
  for (const parent of ['marie', 'paul']) {
    expect(await mailsTo(page, `${parent}@mail.example`)).toContain('coming_of_age');
  }
});

test('a guardian of the person closes and nothing else; of property alone, one is told why', async ({ patient, page, someone, watch }) => {
  await choosesAs(patient, 'hugues');
  await opensRecordOf(patient, 'Marcel Blin');
  await expect(page.getByRole('main')).toContainText('La protection des biens ne donne aucun droit sur le dossier de Marcel.');
  await expect(page.getByRole('heading', { name: 'Que faire ?' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveText(['Me déconnecter']);

  const agnes = await someone();
  await choosesAs(agnes, 'agnes');
  await opensRecordOf(agnes, 'Lucien Masson');
  await agnes.page.getByRole('checkbox', { name: 'Je déclare avoir recherché l’avis de Lucien.' }).check();
  await agnes.page.getByRole('button', { name: 'Activer le dossier' }).click();
  await agnes.isTold('C’est fait.');
  await expect(agnes.page.getByRole('main')).toContainText('Ce dossier est ouvert.');
  const odette = await opensRecordOf(agnes, 'Odette Renard');
  watch.expectsAnswer(422);
  await agnes.page.getByRole('button', { name: 'Clôturer le dossier maintenant' }).click();
  await agnes.isWarned('Déclarez d’abord que vous avez recherché l’avis de la personne. Rien n’a été changé.');
  await agnes.page.getByRole('checkbox', { name: 'Je déclare avoir recherché l’avis d’Odette.' }).check();
  await agnes.page.getByRole('button', { name: 'Clôturer le dossier maintenant' }).click();
  await agnes.isTold('C’est fait.');
  await expect(agnes.page.getByRole('main')).toContainText('Odette peut le rouvrir pendant 30 jours ; vous ne pouvez pas le faire à sa place.');
  watch.expectsAnswer(404);
  for (const rest of ['documents', 'historique', 'reglages']) {
    await agnes.page.goto(`${odette}/${rest}`);
    await expect(agnes.title()).toHaveText('Cette page n’existe pas');
  }
});

test('an invitation is worth something once, to one person, for seven days; who leaves is out at once', async ({ patient, page, otherTab, someone, world, watch }) => {
  const [paul, camille] = [await someone(), await someone()];
  await choosesAs(patient, 'marie');
  const zoe = await opensRecordOf(patient, 'Zoé Petit');
  const first = await invites(patient, zoe, 'Paul Petit');
  watch.expectsAnswer(404);
  // To him her record is as one that does not exist.
  await choosesAs(paul, 'paul');
  for (const record of [zoe, '/dossiers/7d6a2f63-94a5-4d6c-9c2f-0d6c1c1ab001']) {
    await paul.page.goto(`${record}/documents`);
    await expect(paul.title()).toHaveText('Cette page n’existe pas');
  }
  await world.isNow('2026-11-30T10:30:00+01:00', page, paul.page);
  await paul.page.goto(first);
  await paul.fillsIn('paul', 'demonstration');
  await expect(paul.title()).toHaveText('Cette invitation n’est pas valable');

  await choosesAs(patient, 'marie');
  await page.goto(`${zoe}/representants`);
  const invitation = page.getByRole('region', { name: 'Invitation de Paul Petit' });
  await expect(invitation).toContainText('Expirée depuis le 30 novembre 2026');
  await invitation.getByRole('button', { name: 'Faire un nouveau lien' }).click();
  const second = await linkOf(page);

  await camille.signsIn('camille');
  await camille.page.goto(second);
  await expect(camille.title()).toHaveText('Cette invitation n’est pas valable');
  // On a device that she lends, he changes accounts, and is back at the invitation.
  await camille.page.getByRole('button', { name: 'Changer de compte' }).click();
  await expect(camille.page.getByText('Vous êtes déconnecté.')).toBeVisible();
  await camille.fillsIn('paul', 'demonstration');
  await expect(camille.title()).toHaveText('Représenter Zoé Petit');
  await paul.page.goto(second);
  await expect(paul.title()).toHaveText('Représenter Zoé Petit');
  await paul.page.getByRole('button', { name: 'Accepter' }).click();
  await paul.isTold('vous êtes maintenant son représentant légal');
  await paul.page.goto(second);
  await expect(paul.title()).toHaveText('Cette invitation n’est pas valable');

  // Marie leaves in one tab; in the other, her session outlives what she was.
  const other = await otherTab();
  await other.page.goto(`${zoe}/documents`);
  await page.goto(`${zoe}/representants`);
  watch.expectsAnswer(422);
  await page.getByRole('button', { name: 'Ne plus représenter Zoé' }).click();
  await patient.isWarned('Cochez d’abord la case.');
  await page.getByRole('checkbox', { name: 'Je comprends que je n’aurai plus accès à ce dossier.' }).check();
  await page.getByRole('button', { name: 'Ne plus représenter Zoé' }).click();
  await patient.isTold('vous ne représentez plus cette personne');
  await other.page.getByRole('button', { name: /^Masquer «/ }).first().click();
  await expect(other.title()).toHaveText('Cette page n’existe pas');
});

test('codes guessed from many places at once are counted; a new letter opens the record', async ({ patient, page, world, watch }, info) => {
  const ins = '199119999900470';
  const [holders, codes] = [info.outputPath('holders.csv'), info.outputPath('codes.csv')];
  await writeFile(holders, `ins,last_name,first_name,born\n${ins},Roy,Paule,1999-11-02\n`);
  await world.answers('2026-11-23T10:00:00+01:00', 'import-profiles', holders, '--codes', codes);
  watch.expectsAnswer(422);
  await activates(patient, '199119999900471', 'AAAA-AAAA-AAAA-AAAA', 'paule');
  await patient.isWarned('Ce numéro n’est pas le bon');
  const guess = { ins, code: 'AAAA-AAAA-AAAA-AAAA', identifiant: 'devin', mot_de_passe: 'un long mot de passe', choix: 'ouvrir' };
  const guesses = Array.from({ length: 6 }, () => fetch(`${world.address}/activation`, { method: 'POST', headers: world.headers, body: new URLSearchParams(guess) }));
  expect((await Promise.all(guesses)).map((answer) => answer.status)).toEqual([422, 422, 422, 422, 422, 422]);

  const code = (await readFile(codes, 'utf8')).split(/[,\n]/).at(-2) ?? '';
  await activates(patient, ins, code, 'paule');
  await patient.isWarned('Ce code ne va pas avec ce numéro, ou il n’est plus valable.');
  await expect(page.getByLabel('Numéro de sécurité sociale')).toHaveValue(ins);
  await expect(page.getByLabel('Mot de passe que je choisis')).toHaveValue('');
  await activates(patient, ins, await world.answers('2026-11-23T10:05:00+01:00', 'activation-code', ins), 'paule');
  await expect(patient.title()).toHaveText('Mes prochains documents');
});
