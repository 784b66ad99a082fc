// The twelve tasks of the lab, each on its shortest way: what a participant who never hesitates does.
import type { Page } from '@playwright/test';
import { Moderator, type Task } from './support/lab.ts';
import { expect, test } from './support/test.ts';

// Worlds and sessions with participants are shared by all who use a server.
test.use({ alone: true, video: 'on', trace: 'on', screenshot: 'on' });

type Found = Record<string, string>;
type Way = (page: Page) => Promise<Found | void>;

const goes = (page: Page, entry: string) => page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: entry }).click();
const follows = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('link', { name }).first().click();
const presses = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('button', { name }).first().click();
const confirms = async (page: Page) => {
  await presses(page, /^Confirmer/);
  await expect(page.getByRole('main').getByRole('status').first()).toBeFocused();
};
const searches = async (page: Page, words: string) => {
  await page.getByRole('searchbox').fill(words);
  await presses(page, 'Chercher');
};

const WAYS: Record<Task, Way> = {
  'Cacher un document': async (page) => {
    await presses(page, 'Masquer « Analyse de sang : cholestérol et glycémie »');
    await expect(page.getByRole('main').getByRole('status').first()).toContainText('masqué');
  },
  'Tout cacher, puis tout rendre': async (page) => {
    await follows(page, 'Tout masquer');
    await confirms(page);
    await follows(page, 'Annuler ce changement');
    await confirms(page);
  },
  'Cacher à un seul médecin': async (page) => {
    await goes(page, 'Professionnels');
    await follows(page, 'Bloquer Sophie Nguyen');
    await confirms(page);
  },
  'Bloquer avant une visite': async (page) => {
    await goes(page, 'Professionnels');
    await searches(page, 'Fontaine');
    await follows(page, 'Bloquer Léa Fontaine');
    await confirms(page);
  },
  'Débloquer': async (page) => {
    await goes(page, 'Professionnels');
    await follows(page, 'Débloquer Paul Roussel');
    await confirms(page);
  },
  'Le SAMU oui, les autres urgences non': async (page) => {
    await goes(page, 'Mes réglages');
    await follows(page, /urgence/i);
    await page.getByRole('group', { name: 'Le SAMU' }).getByLabel('Oui').check();
    await page.getByRole('group', { name: 'Les autres professionnels' }).getByLabel('Non').check();
    await page.getByRole('group', { name: 'Mes documents masqués aussi' }).getByLabel('Oui').check();
    await presses(page, 'Voir ce qui va changer');
    await confirms(page);
  },
  'Nommer puis retirer un médecin administrateur': async (page) => {
    await goes(page, 'Professionnels');
    await searches(page, 'Martin');
    await follows(page, 'Hélène Martin');
    await follows(page, /^Nommer administrateur/);
    await confirms(page);
    await follows(page, /^Retirer/);
    await confirms(page);
  },
  'Qui a lu le résultat, et pourquoi': async (page) => {
    await goes(page, 'Historique');
    await expect(page.getByRole('article').first()).toContainText('Sophie Nguyen');
    return { 'Qui a lu ce résultat ?': 'Sophie Nguyen', 'À quel titre ?': 'Comme membre de l’équipe qui me soigne' };
  },
  'Signaler un accès': async (page) => {
    await goes(page, 'Historique');
    await page.getByRole('article').filter({ hasText: 'Malaise, personne inconsciente' }).getByRole('link', { name: /Signaler/ }).click();
    await page.getByLabel('Il n’y avait pas d’urgence').check();
    await presses(page, 'Enregistrer mon signalement');
    await expect(page.getByRole('main').getByRole('status').first()).toContainText(/signal/i);
  },
  'Parent : l’historique de l’enfant': async (page) => {
    await follows(page, /Léo Petit/);
    await expect(page.getByRole('main')).toContainText('Hélène Martin');
    return { 'Qui est venu en dernier dans le dossier de Léo ?': 'Hélène Martin', 'Qu’est-ce qui a été lu ?': 'Ordonnance : traitement de l’asthme' };
  },
  'Rouvrir un dossier clôturé': async (page) => {
    await presses(page, /Rouvrir/);
    await expect(page.getByRole('main').getByRole('status').first()).toContainText('rouvert');
  },
  'Expliquer ce que voit un médecin urgentiste': async (page) => {
    await follows(page, 'Voir mon dossier comme…');
    await page.getByLabel('Dans quelle situation ?').selectOption('Dans une autre urgence, avec un motif');
    await presses(page, 'Voir');
    return {
      'Dans une urgence dont il donne le motif, ce médecin inconnu lit-il votre ordonnance pour la tension ?': 'Oui',
      'Dans cette urgence, lit-il l’analyse de sang que vous avez cachée ?': 'Oui',
      'Sans urgence, et sans rien déclarer, lit-il votre ordonnance pour la tension ?': 'Non',
    };
  },
};

test('the twelve tasks are done on their shortest ways, with scripts', async ({ page, someone }) => {
  test.slow();
  const moderator = new Moderator(page, 'P01');
  await moderator.begins();
  for (const [task, way] of Object.entries(WAYS) as [Task, Way][]) {
    await test.step(task, async () => {
      await moderator.proposes(task);
      const { page: participant } = await someone();
      await participant.goto(await moderator.address());
      await participant.getByRole('button', { name: 'Commencer' }).click();
      await expect(participant.getByRole('heading', { level: 1 })).not.toHaveText('Votre tâche');
      const found = await way(participant);
      const [pages, optimum] = await moderator.pages();
      // What the browser answers by itself is no page.
      expect(pages, task).toBeLessThanOrEqual(optimum);
      expect(pages, task).toBeGreaterThan(0);
      await moderator.ends(found ?? {});
      await participant.context().close();
    });
  }
  await page.getByRole('link', { name: 'Les séances' }).click();
  await page.getByRole('link', { name: 'Lire les résultats' }).click();
  await expect(page.getByRole('img', { name: /Réussie sans aide\s: 1 sur 1/ })).toHaveCount(12);
});
