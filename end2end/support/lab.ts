// The lab, for tests: a session with a participant, as a moderator leads it.
import { expect, type Page } from '@playwright/test';

/** A task, by the name of its list. */
export type Task =
  | 'Cacher un document'
  | 'Tout cacher, puis tout rendre'
  | 'Cacher à un seul médecin'
  | 'Bloquer avant une visite'
  | 'Débloquer'
  | 'Le SAMU oui, les autres urgences non'
  | 'Nommer puis retirer un médecin administrateur'
  | 'Qui a lu le résultat, et pourquoi'
  | 'Signaler un accès'
  | 'Parent : l’historique de l’enfant'
  | 'Rouvrir un dossier clôturé'
  | 'Expliquer ce que voit un médecin urgentiste';

export class Moderator {
  constructor(
    private readonly page: Page,
    private readonly code: string,
  ) {}

  async begins(): Promise<void> {
    await this.page.goto('/lab/seances');
    await this.page.getByLabel('Code du participant').fill(this.code);
    await this.page.getByLabel('La personne a entendu ce texte et accepte').check();
    await this.page.getByRole('button', { name: 'Commencer la séance' }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(`Séance ${this.code}`);
  }

  async proposes(task: Task): Promise<void> {
    await this.page.getByLabel('Tâche').selectOption(task);
    await this.page.getByRole('button', { name: 'Préparer et proposer cette tâche' }).click();
    await expect(this.page.getByRole('heading', { name: `En cours : ${task}` })).toBeVisible();
  }

  /** Where the participant goes. */
  async address(): Promise<string> {
    return (await this.page.getByRole('link', { name: /\/lab\/participer\// }).getAttribute('href')) ?? '';
  }

  /** How many pages the participant has seen, as the lab counts them, and how many the shortest way has. */
  async pages(): Promise<[number, number]> {
    await this.page.getByRole('link', { name: 'Actualiser' }).click();
    const said = (await this.page.getByRole('main').getByRole('status').first().innerText()).replace(/\s/g, ' ');
    const found = /(\d+) pages? vues? jusqu’ici, (\d+) au plus court/.exec(said);
    if (!found) throw new Error(`no count in « ${said} »`);
    return [Number(found[1]), Number(found[2])];
  }

  /** Ends the task, with what the participant found: the question and the answer. */
  async ends(found: Record<string, string> = {}): Promise<void> {
    for (const [question, answer] of Object.entries(found)) {
      await this.page.getByRole('group', { name: question }).getByLabel(answer, { exact: true }).check();
    }
    await this.page.getByLabel('Réussie sans aide').check();
    await this.page.getByRole('button', { name: 'Terminer la tâche' }).click();
    await expect(this.page.getByRole('main').getByRole('status').first()).toContainText(/Le dossier dit\s:\sréussie/);
    await this.page.getByLabel('7, très facile').check();
    for (const unknown of await this.page.getByLabel('Ne sait pas').all()) await unknown.check();
    await this.page.getByRole('button', { name: 'Garder ces réponses' }).click();
    await expect(this.page.getByRole('heading', { name: 'Proposer une tâche' })).toBeVisible();
  }
}
