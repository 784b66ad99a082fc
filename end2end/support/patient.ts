// What people do, in their words. Everything is found as they find it: by role and by name.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Watch } from './watch.ts';

export const PASSWORD = 'demonstration';

/** The title of the first page of someone who is signed in. */
export const HOME = 'Mon dossier en un coup d’œil';

/** Documents of Camille's that tests speak of. */
export const BLOOD_TEST = 'Analyse de sang : cholestérol et glycémie';
export const CARDIOLOGY = 'Consultation de cardiologie';

export class Patient {
  readonly documents: Documents;
  readonly history: History;
  readonly notices: Notices;
  readonly professionals: Professionals;

  constructor(
    readonly page: Page,
    readonly watch: Watch,
  ) {
    this.documents = new Documents(page);
    this.history = new History(page);
    this.notices = new Notices(page);
    this.professionals = new Professionals(page);
  }

  /**
   * Signs in, and opens their documents. The form is sent without being opened, which every test would pay for; those about
   * signing in fill it in.
   */
  async signsIn(identifier: string): Promise<void> {
    await this.page.request.post('/connexion', {
      form: { identifiant: identifier, mot_de_passe: PASSWORD },
      maxRedirects: 0,
    });
    await this.opensDocuments();
  }

  /** Signed in, comes to their documents from nowhere. */
  async opensDocuments(): Promise<void> {
    const toHome = await this.page.request.get('/', { maxRedirects: 0 });
    await this.page.goto(toHome.headers().location?.replace(/accueil$/, 'documents') ?? '/');
    await expect(this.title()).toHaveText('Mes documents');
  }

  async fillsIn(identifier: string, password: string): Promise<void> {
    await this.page.getByLabel('Identifiant').fill(identifier);
    await this.page.getByLabel('Mot de passe').fill(password);
    await this.page.getByRole('button', { name: 'Me connecter' }).click();
  }

  /** As often as it takes, on any machine, to be asked to wait: pauses grow faster than a slow page loads. */
  async mistypesThePassword(identifier: string): Promise<void> {
    for (let attempt = 0; attempt < 10; attempt++) {
      const answered = this.page.waitForResponse((response) => response.request().method() === 'POST');
      await this.fillsIn(identifier, 'pas le bon');
      if ((await answered).status() === 429) return;
    }
  }

  async signsOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Me déconnecter' }).click();
    // A page that is closed at once would take the form with it.
    await expect(this.title()).toHaveText('Me connecter à mon dossier');
  }

  async goesTo(entry: 'Mes documents' | 'Professionnels' | 'Mes réglages' | 'Historique' | 'Notifications'): Promise<void> {
    await this.menu(entry).click();
  }

  /** What the confirmation page says. */
  async confirms(): Promise<void> {
    await this.page.getByRole('button', { name: /^Confirmer/ }).click();
  }

  menu(entry: string): Locator {
    return this.page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: entry });
  }

  title(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** What the last act did; it has the focus, so that it is read first. */
  async isTold(text: string | RegExp): Promise<void> {
    const result = this.page.getByRole('main').getByRole('status').first();
    await expect(result).toContainText(text);
    await expect(result).toBeFocused();
  }

  /** What was wrong; it has the focus, so that it is read first. */
  async isWarned(text: string | RegExp): Promise<void> {
    const summary = this.page.getByRole('alert');
    await expect(summary).toContainText(text);
    await expect(summary).toBeFocused();
    await expect(this.page).toHaveTitle(/^Erreur/);
  }
}

class Documents {
  constructor(private readonly page: Page) {}

  list(): Locator {
    return this.page.getByRole('list', { name: /Liste des documents|trouvé/ });
  }

  /** One document of the list. */
  line(title: string): Locator {
    return this.list()
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('link', { name: title, exact: true }) });
  }

  async titles(): Promise<string[]> {
    return this.list().getByRole('heading', { level: 3 }).allInnerTexts();
  }

  async opens(title: string): Promise<void> {
    await this.page.getByRole('link', { name: title, exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(title);
  }

  async masks(title: string): Promise<void> {
    await this.line(title).getByRole('button', { name: `Masquer « ${title} »` }).click();
  }

  async showsAgain(title: string): Promise<void> {
    await this.line(title).getByRole('button', { name: `Rendre visible « ${title} »` }).click();
  }

  async chooses(title: string): Promise<void> {
    await this.page.getByRole('checkbox', { name: `Choisir « ${title} »` }).check();
  }

  /** What the list says of a document. */
  async says(title: string, state: 'Visible' | 'Masqué'): Promise<void> {
    await expect(this.line(title).getByText(state, { exact: true })).toBeVisible();
  }

  /** The sentence that counts them. */
  async counts(text: string): Promise<void> {
    await expect(this.page.getByRole('main').getByText(/^\d+\sdocuments?\s:/)).toHaveText(text);
  }

  async filters(choices: { word?: string; category?: string; visibility?: string; order?: string }): Promise<void> {
    const form = this.page.getByRole('search');
    if (choices.word !== undefined) await form.getByRole('searchbox').fill(choices.word);
    if (choices.category) await form.getByLabel('Catégorie').selectOption(choices.category);
    if (choices.visibility) await form.getByLabel('Visibilité').selectOption(choices.visibility);
    if (choices.order) await form.getByLabel('Ordre').selectOption(choices.order);
    await form.getByRole('button', { name: 'Afficher' }).click();
  }

  async asksToMaskAll(): Promise<void> {
    await this.page.getByRole('link', { name: 'Tout masquer' }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('Masquer tous mes documents');
  }

  async asksToShowAll(): Promise<void> {
    await this.page.getByRole('link', { name: 'Tout rendre visible' }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('Rendre tous mes documents visibles');
  }

  async confirms(): Promise<void> {
    await this.page.getByRole('button', { name: /^Confirmer/ }).click();
  }
}

class History {
  constructor(private readonly page: Page) {}

  /** One's own acts, newest first. */
  lines(): Locator {
    return this.page.getByRole('main').getByRole('list').last().getByRole('listitem');
  }

  /** The visits of professionals, latest first. */
  visits(): Locator {
    return this.page.getByRole('article');
  }

  async showsOwnActs(): Promise<void> {
    await this.page.getByRole('link', { name: 'Mes propres actions' }).click();
    await expect(this.page.getByRole('heading', { name: 'Ce que j’ai fait' })).toBeVisible();
  }
}

class Professionals {
  constructor(private readonly page: Page) {}

  async searches(words: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(words);
    await this.page.getByRole('button', { name: 'Chercher' }).click();
  }

  /** What the search found. */
  results(): Locator {
    return this.page.getByRole('list', { name: /professionnels? trouvés?|Professionnels trouvés/ });
  }

  /** A list of the page, by the beginning of its name. */
  list(name: 'Autorisés' | 'Bloqués' | 'Déjà venus' | 'Médecins administrateurs'): Locator {
    return this.page.getByRole('list', { name: new RegExp(`^${name}`) });
  }

  /** One person of a list, or of what the search found. */
  person(list: 'Résultat' | 'Autorisés' | 'Bloqués' | 'Déjà venus' | 'Médecins administrateurs', name: string): Locator {
    const all = list === 'Résultat' ? this.results() : this.list(list);
    return all.getByRole('listitem').filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }
}

class Notices {
  constructor(private readonly page: Page) {}

  notice(title: string): Locator {
    return this.page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('heading', { name: title }) });
  }

  async marksAllRead(): Promise<void> {
    await this.page.getByRole('button', { name: 'Tout marquer comme lu' }).click();
  }
}
