// Is my history whole? The browser says, and finds what was done behind its back.
import type { Route } from '@playwright/test';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { program } from './support/server.ts';
import type { Patient } from './support/patient.ts';
import { expect, test } from './support/test.ts';

const PROOF = '**/exports/preuve-historique.jsonl';

async function opensPage(patient: Patient): Promise<void> {
  await patient.goesTo('Historique');
  await patient.page.getByRole('link', { name: 'Vérifier ou emporter mon historique' }).click();
  await expect(patient.title()).toHaveText('Vérifier mon historique');
}

async function verifies(patient: Patient): Promise<void> {
  await patient.page.getByRole('button', { name: 'Vérifier maintenant' }).click();
}

function found(patient: Patient) {
  return patient.page.getByRole('status');
}

/** What is shown: every sentence is in the page, and all but some are hidden. */
async function isFound(patient: Patient, text: string | RegExp): Promise<void> {
  await expect(found(patient)).toContainText(text, { useInnerText: true });
}

/** What arrives is no longer what was written. */
async function tampers(patient: Patient, change: (proof: string) => string): Promise<void> {
  await patient.page.route(PROOF, async (route: Route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: change(await answer.text()) });
  });
}

const withoutLine = (proof: string, place: number): string => {
  let seen = 0;
  return proof
    .split('\n')
    .filter((line) => !line.startsWith('{"hash"') || ++seen !== place)
    .join('\n');
};

test('a whole history is said to be whole, and remembered, with scripts', async ({ patient, gateway }) => {
  await (await gateway.as('nurse')).opens('bernard');
  await patient.signsIn('bernard');
  await opensPage(patient);
  await verifies(patient);
  await isFound(patient, 'Mon historique est intact.');
  await isFound(patient, /\d+ lignes vérifiées/);
  await isFound(patient, 'Ce navigateur retient où en est l’historique');
  await verifies(patient);
  await isFound(patient, /Tout ce que ce navigateur avait vérifié le .* y est toujours/);
});

for (const [what, change, said] of [
  ['edited', (proof: string) => proof.replace('Bernard Lefèvre', 'Bernard Durand'), /La ligne \d+ a été modifiée après coup/],
  ['removed', (proof: string) => withoutLine(proof, 1), 'La ligne 1 n’est pas celle qui devrait être là'],
  ['cut', (proof: string) => proof.slice(0, proof.length - 30), 'Ce que le site a envoyé n’est pas cet historique'],
  ['unsigned', (proof: string) => proof.replaceAll(/\{"checkpoint".*\n/g, ''), 'Aucune signature ne garantit la ligne 1 et les suivantes'],
] as const) {
  test(`a history that was ${what} is found, with scripts`, async ({ patient, gateway }) => {
    await (await gateway.as('nurse')).opens('bernard');
    await patient.signsIn('bernard');
    await opensPage(patient);
    await tampers(patient, change);
    await verifies(patient);
    await expect(found(patient).getByRole('heading')).toHaveText('Mon historique n’est pas intact');
    await isFound(patient, said);
    await expect(found(patient).getByRole('link', { name: 'télécharger la preuve' })).toBeVisible();
  });
}

test('an end that this browser has seen is missed, with scripts', async ({ patient, gateway }) => {
  await patient.signsIn('bernard');
  await opensPage(patient);
  // What the server would still sign: the proof of before, kept and shown again.
  const old = await (await patient.page.request.get(await proofAddress(patient))).text();
  await (await gateway.as('nurse')).opens('bernard');
  await verifies(patient);
  await isFound(patient, 'Mon historique est intact.');
  await tampers(patient, () => old);
  await verifies(patient);
  await isFound(patient, 'La fin de l’historique a disparu, à partir de la ligne');
  await isFound(patient, /Les lignes écrites jusqu’au 23 novembre 2026 à .* sont sûres/);
});

test('a lost connection says nothing of the history, with scripts', async ({ patient }) => {
  await patient.signsIn('bernard');
  await opensPage(patient);
  patient.watch.expectsLostConnection();
  await patient.page.route(PROOF, (route) => route.abort());
  await verifies(patient);
  await expect(found(patient).getByRole('heading')).toHaveText('La vérification n’a pas pu aller au bout');
  await isFound(patient, 'Cela ne dit rien de l’historique lui-même');
});

/** Where the proof is asked for. */
async function proofAddress(patient: Patient): Promise<string> {
  const href = await patient.page.getByRole('link', { name: 'Télécharger la preuve' }).getAttribute('href');
  return new URL(href ?? '', patient.page.url()).toString();
}

test('the proof that was taken away is verified by the program', async ({ patient, gateway, world }, testInfo) => {
  await (await gateway.as('nurse')).opens('bernard');
  await patient.signsIn('bernard');
  await opensPage(patient);
  const arriving = patient.page.waitForEvent('download');
  await patient.page.getByRole('link', { name: 'Télécharger la preuve' }).click();
  const download = await arriving;
  expect(download.suggestedFilename()).toBe('preuve-historique-2026-11-23.jsonl');
  const file = testInfo.outputPath('proof.jsonl');
  await download.saveAs(file);
  await patient.page.getByText('Pour un expert', { exact: true }).click();
  const key = await patient.page.getByText(/^[0-9a-f]{64}$/).innerText();
  const run = promisify(execFile);
  const { stdout } = await run(program, ['verify-history', '--key', key, file]);
  expect(stdout).toMatch(/^Whole: \d+ lines/);
  await writeFile(file, (await readFile(file, 'utf8')).replace('Lefèvre', 'Durand'));
  await expect(run(program, ['verify-history', '--key', key, file])).rejects.toThrow(/it is not the text that was written/);
  expect(world.said()).toBe('');
});

test('the history is taken away as a table', async ({ patient }) => {
  await patient.signsIn('bernard');
  await opensPage(patient);
  const arriving = patient.page.waitForEvent('download');
  await patient.page.getByRole('link', { name: 'tableur (CSV)' }).click();
  const download = await arriving;
  expect(download.suggestedFilename()).toBe('historique-2026-11-23.csv');
});

test('a browser without scripts is told what can be done', async ({ patient, javaScriptEnabled }) => {
  await patient.signsIn('bernard');
  await opensPage(patient);
  const button = patient.page.getByRole('button', { name: 'Vérifier maintenant' });
  const advice = patient.page.getByText('le mien n’exécute pas JavaScript');
  await expect(button).toBeVisible({ visible: javaScriptEnabled !== false });
  await expect(advice).toBeVisible({ visible: javaScriptEnabled === false });
});
