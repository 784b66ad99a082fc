// The people of the lab: each, signed in, finds what their story on the lab's page says.
import { HOME } from './support/patient.ts';
import { expect, test } from './support/test.ts';

/** By identifier: the first title after signing in, and what is on that page. */
const PERSONAS: Record<string, [string, RegExp]> = {
  camille: [HOME, /24\sdocuments, dont 0\smasqué/],
  bernard: [HOME, /dont 1\smasqué/],
  nadia: [HOME, /0\sdocument,/],
  lucie: ['Mes prochains documents', /Masqués/],
  marie: ['Quel dossier voulez-vous ouvrir ?', /Zoé Petit[\s\S]*Léo Petit[\s\S]*Inès Petit|Inès Petit[\s\S]*Léo Petit/],
  paul: ['Quel dossier voulez-vous ouvrir ?', /Léo Petit/],
  agnes: ['Quel dossier voulez-vous ouvrir ?', /Odette Renard/],
  hugues: ['Quel dossier voulez-vous ouvrir ?', /Marcel Blin/],
};

for (const [persona, [title, content]] of Object.entries(PERSONAS)) {
  test.describe(() => {
    test.use({ persona });

    test(`${persona} comes in as the lab tells it`, async ({ patient, page }) => {
      await page.goto('/');
      await expect(patient.title()).toHaveText(title);
      await expect(page.getByRole('main')).toContainText(content, { useInnerText: true });
    });
  });
}
