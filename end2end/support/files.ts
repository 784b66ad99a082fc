// Files as people have them: small, and real enough for the browser to show.
import type { Patient } from './patient.ts';

export type SmallFile = { name: string; mimeType: string; buffer: Buffer };

const objects = [
  '<</Type/Catalog/Pages 2 0 R>>',
  '<</Type/Pages/Kids[3 0 R]/Count 1>>',
  '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>',
];

function pdfText(): string {
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return place;
  });
  const table = text.length;
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 4\n0000000000 65535 f \n${rows}trailer<</Size 4/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
  return text;
}

/** One pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const JPEG =
  '/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APn+v//Z';

const file = (name: string, mimeType: string, buffer: Buffer): SmallFile => ({ name, mimeType, buffer });

export const pdf = (name = 'radio_du_genou.pdf'): SmallFile => file(name, 'application/pdf', Buffer.from(pdfText(), 'latin1'));
export const png = (name = 'radio.png'): SmallFile => file(name, 'image/png', Buffer.from(PNG, 'base64'));
export const jpeg = (name = 'radio.jpg'): SmallFile => file(name, 'image/jpeg', Buffer.from(JPEG, 'base64'));

/** The same file under another name, or without its end. */
export const named = (one: SmallFile, name: string, mimeType = one.mimeType): SmallFile => ({ ...one, name, mimeType });
export const cut = (one: SmallFile): SmallFile => ({ ...one, buffer: one.buffer.subarray(0, one.buffer.length >> 1) });

export type Filling = { file?: SmallFile | string; title?: string; type?: string; date?: string; visibility?: 'Visible' | 'Masqué' };

/** To the form, from the list. */
export async function opensForm({ page }: Patient): Promise<void> {
  await page.getByRole('link', { name: 'Ajouter un document' }).click();
  await page.getByRole('heading', { level: 1, name: 'Ajouter un document' }).waitFor();
}

/** Fills in what is given, and leaves the rest. */
export async function fillsIn({ page }: Patient, filling: Filling): Promise<void> {
  if (filling.file !== undefined) await page.getByLabel('Fichier').setInputFiles(filling.file);
  if (filling.title !== undefined) await page.getByLabel('Titre').fill(filling.title);
  if (filling.type) await page.getByLabel('Type de document').selectOption(filling.type);
  if (filling.date) await page.getByLabel('Date du document').fill(filling.date);
  if (filling.visibility) await page.getByRole('radio', { name: filling.visibility }).check();
}

export async function sends({ page }: Patient): Promise<void> {
  await page.getByRole('button', { name: 'Ajouter ce document' }).click();
}

export const RADIO: Filling = { file: pdf(), title: 'Radio du genou', type: 'Radio, échographie, scanner ou IRM' };

/** A document of Camille's own, and one of the lab's. */
export const OWN = 'Mes allergies et mes antécédents';
