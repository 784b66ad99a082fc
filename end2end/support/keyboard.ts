// A keyboard, and nothing else. At each stop: the focus can be seen, it is on the screen, and it follows the page.
import { type ElementHandle, expect, type Locator, type Page } from '@playwright/test';
import type { Hands } from './hands.ts';
import { checked, type CheckId, tells } from './rgaa-checks.ts';

/** Where the focus is after a key. */
type Stop = { there: boolean; name: string; isLeft: boolean; isSeen: boolean; isOnScreen: boolean; isInOrder: boolean };

const MOST = 150;

export class Keyboard implements Hands {
  constructor(readonly page: Page) {}

  async opens(address: string): Promise<void> {
    // A page that scrolls smoothly would have to be waited for at each stop.
    await this.page.emulateMedia({ reducedMotion: 'reduce' });
    await this.page.goto(address);
    await this.arrives();
  }

  async follows(link: Locator): Promise<void> {
    await this.reaches(link.first());
    await this.leaves('Enter');
  }

  async presses(button: Locator): Promise<void> {
    await this.reaches(button.first());
    await this.leaves('Space');
  }

  async asks(button: Locator): Promise<void> {
    await this.reaches(button);
    await this.page.keyboard.press('Space');
  }

  async chooses(choice: Locator): Promise<void> {
    await this.reaches(choice);
    // The arrows go from one answer to the next, and choose it.
    for (let presses = 0; !(await isFocused(choice)); presses++) {
      expect(presses, `reached with the arrows: ${choice}`).toBeLessThan(30);
      await this.page.keyboard.press('ArrowDown');
    }
    if (!(await choice.isChecked())) await this.page.keyboard.press('Space');
    await expect(choice).toBeChecked();
  }

  async selects(list: Locator, words: string): Promise<void> {
    await this.reaches(list);
    const lines = (await list.locator('option').allInnerTexts()).map((line) => line.trim());
    const away = lines.indexOf(words) - (await list.evaluate((element: HTMLSelectElement) => element.selectedIndex));
    expect(lines, 'the lines of the list').toContain(words);
    for (let step = 0; step < Math.abs(away); step++) await this.page.keyboard.press(away > 0 ? 'ArrowDown' : 'ArrowUp');
    await expect(list.locator('option:checked')).toHaveText(words);
  }

  async types(field: Locator, words: string): Promise<void> {
    await this.reaches(field);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.type(words);
    await expect(field).toHaveValue(words);
  }

  /** Presses Tab until this has the focus, or Shift+Tab when it is further up. Of several answers, one is reached. */
  async reaches(target: Locator): Promise<void> {
    const wanted = await target.elementHandle();
    if (!wanted) throw new Error(`not on the page: ${target}`);
    const key = await wanted.evaluate((element) => {
      const from = document.activeElement ?? document.body;
      (globalThis as { lastStop?: Element }).lastStop = from;
      return from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING ? 'Shift+Tab' : 'Tab';
    });
    for (let presses = 0; presses < MOST; presses++) {
      const stop = await this.stops(key, wanted);
      this.requires('keyboard', !stop.isLeft, `${target} is reached with ${key} before the page is left`);
      this.requires('focus-seen', stop.isSeen, `the focus can be seen: ${stop.name}`);
      this.requires('focus-seen', stop.isOnScreen, `the focus is on the screen: ${stop.name}`);
      this.requires('focus-order', stop.isInOrder, `the focus follows the page: ${stop.name}`);
      if (stop.there) return;
    }
    this.requires('keyboard', false, `${target} is reached in ${MOST} presses of ${key}`);
  }

  /** What the page gives the focus to when it comes has it. */
  async arrives(): Promise<void> {
    const first = this.page.locator('[autofocus]');
    if ((await first.count()) > 0) await checked('focus-return', () => expect(first.first()).toBeFocused());
  }

  private async leaves(key: 'Enter' | 'Space'): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press(key)]);
    await this.arrives();
  }

  private requires(check: CheckId, holds: boolean, what: string): void {
    if (!holds) tells(check, 'failed');
    expect(holds, what).toBe(true);
  }

  private async stops(key: 'Tab' | 'Shift+Tab', wanted: ElementHandle): Promise<Stop> {
    await this.page.keyboard.press(key);
    return wanted.evaluate((element, forward): Stop => {
      const focused = document.activeElement ?? document.body;
      const memory = globalThis as { lastStop?: Element };
      const last = memory.lastStop ?? document.body;
      memory.lastStop = focused;
      const style = getComputedStyle(focused);
      const box = focused.getBoundingClientRect();
      const side = forward ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
      const isRadio = (one: Element): one is HTMLInputElement => one instanceof HTMLInputElement && one.type === 'radio';
      const isLong = focused.localName === 'textarea';
      const isOfItsGroup =
        isRadio(element as Element) &&
        isRadio(focused) &&
        focused.name === (element as HTMLInputElement).name &&
        focused.form === (element as HTMLInputElement).form;
      return {
        there: focused === element || isOfItsGroup,
        name: `${focused.localName} « ${(focused.getAttribute('aria-label') ?? focused.textContent ?? '').trim().slice(0, 60)} » ${focused.id}`,
        isLeft: focused === document.body || focused === document.documentElement,
        isSeen: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1,
        // Of a field of several lines, browsers show the one that is written.
        isOnScreen: box.top >= -1 && box.left >= -1 && box.right <= innerWidth + 1 && (isLong ? box.top < innerHeight : box.bottom <= innerHeight + 1),
        // A date is three stops: day, month and year.
        isInOrder: last === document.body || last === focused || Boolean(last.compareDocumentPosition(focused) & side),
      };
    }, key === 'Tab');
  }
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

/** Presses Tab until this has the focus. */
export async function tabsTo(page: Page, wanted: Locator): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await new Keyboard(page).reaches(wanted);
}

/** Every stop from the top of the page until it is left, or from its end with Shift. Several in one field are one. */
export async function stops(page: Page, key: 'Tab' | 'Shift+Tab'): Promise<string[]> {
  const found: string[] = [];
  for (let presses = 0; presses < 2 * MOST; presses++) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      const path: string[] = [];
      for (let one = focused; one && one !== document.body; one = one.parentElement) {
        path.unshift(`${one.localName}:${[...(one.parentElement?.children ?? [])].indexOf(one)}`);
      }
      return path.join(' ');
    });
    if (stop === '') return found;
    if (found.at(-1) !== stop) found.push(stop);
  }
  throw new Error(`the page is never left with ${key}`);
}
