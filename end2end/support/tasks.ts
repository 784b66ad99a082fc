// The twelve tasks of the lab, each on its shortest way: what a participant who never hesitates does, with any hands.
import { expect, type Locator, type Page } from '@playwright/test';
import { type Hands, isTold } from './hands.ts';
import { Moderator, type Task } from './lab.ts';
import { test as base } from './test.ts';

/** What the participant found: the question, and the answer. */
export type Found = Record<string, string>;
type Way = (hands: Hands) => Promise<Found | void>;

const main = ({ page }: Hands): Locator => page.getByRole('main');
const link = (hands: Hands, name: string | RegExp): Locator => main(hands).getByRole('link', { name });
const button = (hands: Hands, name: string | RegExp): Locator => main(hands).getByRole('button', { name });

const goes = (hands: Hands, entry: string): Promise<void> =>
  hands.follows(hands.page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: entry }));

const confirms = async (hands: Hands, said: string | RegExp): Promise<void> => {
  await hands.presses(button(hands, /^Confirmer/));
  await isTold(hands, said);
};

const searches = async (hands: Hands, words: string): Promise<void> => {
  await hands.types(hands.page.getByRole('searchbox'), words);
  await hands.presses(button(hands, 'Chercher'));
};

export const WAYS: Record<Task, Way> = {
  'Cacher un document': async (hands) => {
    await goes(hands, 'Mes documents');
    await hands.presses(button(hands, 'Masquer « Analyse de sang : cholestérol et glycémie »'));
    await isTold(hands, 'est maintenant masqué');
  },
  'Tout cacher, puis tout rendre': async (hands) => {
    await goes(hands, 'Mes documents');
    await hands.follows(link(hands, 'Tout masquer'));
    await confirms(hands, /documents masqués/);
    await hands.follows(link(hands, 'Annuler ce changement'));
    await confirms(hands, 'Tout est revenu comme avant');
  },
  'Cacher à un seul médecin': async (hands) => {
    await goes(hands, 'Professionnels');
    await hands.follows(link(hands, 'Bloquer Sophie Nguyen'));
    await confirms(hands, 'accès bloqué');
  },
  'Bloquer avant une visite': async (hands) => {
    await goes(hands, 'Professionnels');
    await searches(hands, 'Fontaine');
    await hands.follows(link(hands, 'Bloquer Léa Fontaine'));
    await confirms(hands, 'accès bloqué');
  },
  'Débloquer': async (hands) => {
    await goes(hands, 'Professionnels');
    await hands.follows(link(hands, 'Débloquer Paul Roussel'));
    await confirms(hands, 'Paul Roussel');
  },
  'Le SAMU oui, les autres urgences non': async (hands) => {
    await hands.follows(link(hands, 'Changer mes réponses sur les urgences'));
    const answer = (group: string, said: string): Promise<void> =>
      hands.chooses(hands.page.getByRole('group', { name: group }).getByLabel(said));
    await answer('Le SAMU', 'Oui');
    await answer('Les autres professionnels', 'Non');
    await answer('Mes documents masqués aussi', 'Oui');
    await hands.presses(button(hands, 'Voir ce qui va changer'));
    await confirms(hands, /urgence/i);
  },
  'Nommer puis retirer un médecin administrateur': async (hands) => {
    await goes(hands, 'Professionnels');
    await searches(hands, 'Martin');
    await hands.follows(link(hands, 'Hélène Martin'));
    await hands.follows(link(hands, /^Nommer administrateur/));
    await confirms(hands, /administrateur/);
    await hands.follows(link(hands, /^Retirer/));
    await confirms(hands, /administrateur/);
  },
  'Qui a lu le résultat, et pourquoi': async (hands) => {
    await goes(hands, 'Historique');
    await expect(hands.page.getByRole('article').first()).toContainText('Sophie Nguyen');
    return { 'Qui a lu ce résultat ?': 'Sophie Nguyen', 'À quel titre ?': 'Comme membre de l’équipe qui me soigne' };
  },
  'Signaler un accès': async (hands) => {
    await goes(hands, 'Historique');
    const visit = hands.page.getByRole('article').filter({ hasText: 'Malaise, personne inconsciente' });
    await hands.follows(visit.getByRole('link', { name: /Signaler/ }));
    await hands.chooses(hands.page.getByLabel('Il n’y avait pas d’urgence'));
    await hands.presses(button(hands, 'Enregistrer mon signalement'));
    await isTold(hands, 'Mon signalement est enregistré');
  },
  'Parent : l’historique de l’enfant': async (hands) => {
    await hands.follows(link(hands, /Léo Petit/));
    await expect(main(hands)).toContainText('Hélène Martin', { useInnerText: true });
    return { 'Qui est venu en dernier dans le dossier de Léo ?': 'Hélène Martin', 'Qu’est-ce qui a été lu ?': 'Ordonnance : traitement de l’asthme' };
  },
  'Rouvrir un dossier clôturé': async (hands) => {
    await hands.presses(button(hands, /Rouvrir/));
    await isTold(hands, 'rouvert');
  },
  'Expliquer ce que voit un médecin urgentiste': async (hands) => {
    await hands.follows(link(hands, 'Voir mon dossier comme…'));
    await hands.selects(hands.page.getByLabel('Dans quelle situation ?'), 'Dans une autre urgence, avec un motif');
    await hands.asks(main(hands).getByRole('button', { name: 'Voir', exact: true }));
    await expect(main(hands).getByRole('region', { name: 'Réponse' })).toContainText('urgence', { useInnerText: true });
    return {
      'Dans une urgence dont il donne le motif, ce médecin inconnu lit-il votre ordonnance pour la tension ?': 'Oui',
      'Dans cette urgence, lit-il l’analyse de sang que vous avez cachée ?': 'Oui',
      'Sans urgence, et sans rien déclarer, lit-il votre ordonnance pour la tension ?': 'Non',
    };
  },
};

export const TASKS = Object.keys(WAYS) as Task[];

/** The titles of the tests that carry the walks: the report on accessibility looks for them. */
export const withPointer = (task: Task): string => `the task “${task}” is done on its shortest way`;
export const withKeyboard = (task: Task): string => `the task “${task}” is done with the keyboard alone`;

/** With a moderator who leads a session of their own, under that code, and erases it at the end. */
export const test = base.extend<{ code: string; moderator: Moderator }>({
  // One session at a time for each worker; a worker whose test failed is never used again.
  code: async ({}, use, info) => use(`P${100 + info.workerIndex}`),

  moderator: async ({ page, code }, use) => {
    const moderator = new Moderator(page, code);
    await moderator.begins();
    await use(moderator);
    const erased = await page.request.post(`/lab/seances/${code}`, { form: { etape: 'effacer', sur: 'oui' } });
    expect(erased.ok(), 'the session is erased').toBe(true);
  },
});

/** The participant opens the address that they are given, and begins, or goes on. */
export async function begins(hands: Hands, address: string, by: 'Commencer' | 'Reprendre' = 'Commencer'): Promise<void> {
  await hands.opens(address);
  await expect(title(hands.page)).toHaveText('Votre tâche');
  await hands.presses(button(hands, by));
  await expect(title(hands.page)).not.toHaveText('Votre tâche');
}

function title(page: Page): Locator {
  return page.getByRole('heading', { level: 1 });
}

/** A task from the first page to the last: the lab counts no page more than on the shortest way, and the record has what was wanted. */
export async function does(task: Task, hands: Hands, moderator: Moderator): Promise<void> {
  await moderator.proposes(task);
  await begins(hands, await moderator.address());
  const found = await WAYS[task](hands);
  const [pages, optimum] = await moderator.pages();
  // What the browser answers by itself is no page.
  expect(pages, 'pages seen').toBeLessThanOrEqual(optimum);
  expect(pages, 'pages seen').toBeGreaterThan(0);
  await moderator.ends(found ?? {});
}
