// People who act for others: how they come to a record, and to one of their own.
import { expect } from '@playwright/test';
import { PASSWORD, type Patient } from './patient.ts';

/** Signs in, to the choice of records. */
export async function choosesAs(patient: Patient, identifier: string): Promise<void> {
  await patient.page.goto('/');
  await patient.fillsIn(identifier, PASSWORD);
  await expect(patient.title()).toHaveText('Quel dossier voulez-vous ouvrir ?');
}

/** Opens the record of this person from the choice of records, and gives its address. */
export async function opensRecordOf(patient: Patient, name: string): Promise<string> {
  await patient.page.goto('/profils');
  await patient.page.getByRole('main').getByRole('link', { name }).click();
  await expect(patient.title()).not.toHaveText('Quel dossier voulez-vous ouvrir ?');
  return `/dossiers/${new URL(patient.page.url()).pathname.split('/')[2]}`;
}

/** Invites the other representative, and gives the link to send. */
export async function invites({ page }: Patient, record: string, name: string): Promise<string> {
  await page.goto(`${record}/representants`);
  await page.getByLabel('Son prénom et son nom').fill(name);
  await page.getByRole('button', { name: 'Préparer l’invitation' }).click();
  return linkOf(page);
}

/** The link that was just made: the page shows it this once. */
export async function linkOf(page: Patient['page']): Promise<string> {
  const said = page.getByRole('main').getByRole('status');
  await expect(said).toContainText('L’invitation est prête.');
  return /http:\S+\/invitations\/\S+/.exec(await said.innerText())?.[0] ?? 'no link';
}

/** Opens one's own record with the code of a letter. */
export async function activates({ page }: Patient, ins: string, code: string, identifier: string): Promise<void> {
  await page.goto('/activation');
  await page.getByLabel('Numéro de sécurité sociale').fill(ins);
  await page.getByLabel('Code du courrier').fill(code);
  await page.getByLabel('Identifiant que je choisis').fill(identifier);
  await page.getByLabel('Mot de passe que je choisis').fill('un long mot de passe');
  await page.getByRole('button', { name: 'Ouvrir mon dossier' }).click();
}
