// What a person does with a page, whatever they do it with.
import { expect, type Locator, type Page } from '@playwright/test';
import { checked } from './rgaa-checks.ts';

export interface Hands {
  readonly page: Page;
  /** Opens an address. */
  opens(address: string): Promise<void>;
  /** Follows a link, to the next page. */
  follows(link: Locator): Promise<void>;
  /** Presses a button that leads to the next page. */
  presses(button: Locator): Promise<void>;
  /** Presses a button that is answered where one is, when the browser runs scripts. */
  asks(button: Locator): Promise<void>;
  /** Chooses one answer of several, or ticks a box. */
  chooses(choice: Locator): Promise<void>;
  /** Chooses a line of a list, by its words. */
  selects(list: Locator, words: string): Promise<void>;
  /** Writes in a field, in place of what is there. */
  types(field: Locator, words: string): Promise<void>;
}

/** A mouse, or a finger. */
export class Pointer implements Hands {
  constructor(readonly page: Page) {}

  async opens(address: string): Promise<void> {
    await this.page.goto(address);
  }

  async follows(link: Locator): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), link.first().click()]);
  }

  async presses(button: Locator): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), button.first().click()]);
  }

  async asks(button: Locator): Promise<void> {
    await button.click();
  }

  async chooses(choice: Locator): Promise<void> {
    await choice.check();
  }

  async selects(list: Locator, words: string): Promise<void> {
    await list.selectOption(words);
  }

  async types(field: Locator, words: string): Promise<void> {
    await field.fill(words);
  }
}

/** What the last act did: a status, and it has the focus, so that it is read first. */
export async function isTold({ page }: Hands, text: string | RegExp): Promise<void> {
  const result = page.getByRole('main').getByRole('status').first();
  await checked('focus-return', async () => {
    await expect(result).toContainText(text, { useInnerText: true });
    await expect(result).toBeFocused();
  });
}
