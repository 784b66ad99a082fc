// The lab: what testers do before and between the tasks they give.
import { fitsNarrowScreens, isValidHtml, passesAxe } from './support/accessibility.ts';
import { Moderator } from './support/lab.ts';
import { everyLabPage } from './support/rgaa-titles.ts';
import { expect, test } from './support/test.ts';

// Worlds and sessions with participants are shared by all who use a server.
test.use({ alone: true });

test('the clock is moved, and everything follows', async ({ patient, page }) => {
  await page.goto('/lab');
  await expect(page.getByText('Le serveur croit qu’il est')).toContainText('23 novembre 2026');
  await page.getByLabel('Ou aller à ce jour').fill('2026-12-24T12:00');
  await page.getByRole('button', { name: 'Avancer l’horloge' }).click();
  await expect(page.getByText('Le serveur croit qu’il est')).toContainText('24 décembre 2026');
  await patient.signsIn('bernard');
  await patient.goesTo('Historique');
  await page.getByRole('link', { name: 'Mes propres actions' }).click();
  await expect(page.getByRole('main').getByRole('list').last()).toContainText('24 décembre 2026');
  // It does not go back.
  await page.goto('/lab');
  patient.watch.expectsAnswer(422);
  await page.getByLabel('Ou aller à ce jour').fill('2026-01-01T00:00');
  await page.getByRole('button', { name: 'Avancer l’horloge' }).click();
  await expect(page.getByRole('alert')).toContainText('L’horloge ne recule pas');
});

test('an hour that the clocks of Paris jump over is refused beside the field, with the next', async ({ patient, page }) => {
  await page.goto('/lab');
  const field = page.getByLabel('Ou aller à ce jour');
  patient.watch.expectsAnswer(422);
  await field.fill('2027-03-28T02:30');
  await page.getByRole('button', { name: 'Avancer l’horloge' }).click();
  await expect(page.getByRole('alert')).toContainText('Écrivez plutôt 2027-03-28T03:30.');
  await expect(field).toHaveValue('2027-03-28T02:30');
  await expect(field).toHaveAccessibleDescription(/Cette heure n’existe pas à Paris/);
  await field.fill('2027-03-28T03:30');
  await page.getByRole('button', { name: 'Avancer l’horloge' }).click();
  await expect(page.getByText('Le serveur croit qu’il est')).toContainText('28 mars 2027 à 3 h 30', { useInnerText: true });
});

test('worlds are listed, entered and removed; a name that is too long is kept and refused', async ({ patient, page }) => {
  await page.goto('/lab');
  const name = page.getByLabel('Nom du nouveau monde');
  const long = 'a'.repeat(200);
  patient.watch.expectsAnswer(422);
  await name.fill(long);
  await page.getByRole('button', { name: 'Créer un monde et y entrer' }).click();
  await expect(name).toHaveValue(long);
  await expect(name).toHaveAccessibleDescription(/Ce nom a 200 caractères/);
  await name.fill('essai');
  await page.getByRole('button', { name: 'Créer un monde et y entrer' }).click();
  const world = page.getByRole('main').getByRole('listitem').filter({ hasText: /^\s*essai/ });
  await expect(world).toContainText('Vous y êtes.');
  await page.getByRole('button', { name: 'Revenir au monde principal' }).click();
  await expect(world).toContainText('23 novembre 2026 à 10 h 00. Personne n’y est.', { useInnerText: true });
  await page.getByRole('button', { name: 'Entrer dans le monde essai' }).click();
  await page.getByRole('link', { name: 'Supprimer le monde essai' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Supprimer le monde « essai »');
  await page.getByRole('button', { name: 'Supprimer ce monde' }).click();
  await expect(page.getByRole('status')).toContainText('Ce monde est supprimé.');
  await expect(world).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText('Vous êtes dans le monde principal');
});

test('a professional is played, and the patient sees it', async ({ patient, page, otherTab }) => {
  await patient.signsIn('camille');
  const { page: lab } = await otherTab();
  await lab.goto('/lab');
  await lab.getByRole('link', { name: 'Olivier Lambert' }).click();
  await lab.getByLabel('Acte').selectOption('Chercher les documents');
  await lab.getByRole('button', { name: 'Envoyer' }).click();
  await expect(lab.getByRole('region', { name: 'Réponse' })).toContainText('Analyse de sang');
  await patient.goesTo('Historique');
  await expect(page.getByRole('article').first()).toContainText('Olivier Lambert');
});

test(everyLabPage, async ({ page, patient, watch }) => {
  const isForEveryone = async (title: string) => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await isValidHtml(await watch.html());
    await passesAxe(page);
    await fitsNarrowScreens(page);
  };
  await page.goto('/lab');
  await page.getByLabel('Nom du nouveau monde').fill('essai');
  await page.getByRole('button', { name: 'Créer un monde et y entrer' }).click();
  await expect(page.getByRole('main')).toContainText('Vous êtes dans le monde « essai »', { useInnerText: true });
  await isForEveryone('Laboratoire');
  await page.goto('/lab/mondes/supprimer?nom=essai');
  await isForEveryone('Supprimer le monde « essai »');
  patient.watch.expectsAnswer(422);
  await page.goto('/lab');
  await page.getByLabel('Nom du nouveau monde').fill('Essai');
  await page.getByRole('button', { name: 'Créer un monde et y entrer' }).click();
  await isForEveryone('Laboratoire');
  await page.goto('/lab/taches');
  await isForEveryone('Les douze tâches');
  await page.getByRole('link', { name: 'Qui a lu le résultat, et pourquoi' }).click();
  await page.getByRole('button', { name: 'Préparer la tâche' }).click();
  await isForEveryone('Qui a lu le résultat, et pourquoi');
  await page.goto('/lab/courriels');
  await isForEveryone('Les courriels');
  await page.goto('/lab/seances');
  await isForEveryone('Les séances');
  const moderator = new Moderator(page, 'P01');
  await moderator.begins();
  await isForEveryone('Séance P01');
  await moderator.proposes('Cacher un document');
  await isForEveryone('Séance P01');
  await page.goto(await moderator.address());
  await isForEveryone('Votre tâche');
  await page.goto('/lab/seances/P01');
  await page.getByLabel('Échouée ou abandonnée').check();
  await page.getByRole('button', { name: 'Terminer la tâche' }).click();
  await isForEveryone('Séance P01');
  await page.goto('/lab/seances/resultats');
  await isForEveryone('Résultats des séances');
  patient.watch.expectsAnswer(404);
  await page.context().addCookies([{ name: 'lab-world', value: 'parti', url: new URL('/', page.url()).href }]);
  await page.goto('/lab');
  await isForEveryone('Ce monde n’existe pas');
});
