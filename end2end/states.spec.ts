// Every page in every state: outline, HTML, axe in each look, narrow screens, spaced text.
import { fitsNarrowScreens, isValidHtml, keepsItsOutline, passesAxe, passesAxeInColours, staysStill } from './support/accessibility.ts';
import { pageOf } from './support/rgaa-titles.ts';
import { STATES } from './support/states.ts';
import { expect, type Page, test } from './support/test.ts';

/** What the browser adds to the page is there: the scripts come after it, and on a slow machine a while after. */
async function comesAlive(page: Page): Promise<void> {
  for (const [island, region] of [['CheckReader', /^Vérifier/], ['Difference', 'Ce qui changerait']] as const) {
    const isLive = (await page.locator(`leptos-island[data-component^="${island}"]`).count()) > 0;
    if (isLive) await expect(page.getByRole('region', { name: region })).toBeVisible();
  }
  const verification = page.getByRole('region', { name: 'Vérification' });
  if ((await verification.count()) > 0) await expect(verification.getByRole('button')).toBeVisible();
}

for (const state of STATES) {
  test.describe(() => {
    test.use({ alone: state.alone ?? false });

    // Where nothing lives in the browser, a browser without scripts has the very same page.
    test(pageOf(state), { tag: state.islands ? [] : '@same-without-scripts' }, async ({
      patient,
      page,
      otherTab,
      gateway,
      world,
      watch,
      javaScriptEnabled,
    }, info) => {
      const hasScripts = javaScriptEnabled !== false;
      await state.reach({ patient, otherTab, gateway, world });
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      const islands = await page.locator('leptos-island, [data-module]').count();
      expect(islands > 0, 'whether something lives in the browser').toBe(state.islands ?? false);
      if (hasScripts) await comesAlive(page);
      await keepsItsOutline(page, state.name, info, hasScripts);
      await isValidHtml(await watch.html());
      if (!hasScripts) return;

      await passesAxe(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await passesAxeInColours(page, 'dark');
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
      await passesAxeInColours(page, 'forced colours');
      await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'reduce' });
      await staysStill(page);
      await fitsNarrowScreens(page);
    });
  });
}
