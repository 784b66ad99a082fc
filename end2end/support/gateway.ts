// A professional's software, over HTTP.
import { createHash } from 'node:crypto';
import { type APIRequestContext, type APIResponse, expect } from '@playwright/test';
import { pdf } from './files.ts';

/** The professionals of the lab, by what they are in these tests. */
export const PROFESSIONALS = {
  /** Hélène Martin, whom Camille named administrator of her record. */
  administrator: '10000000017',
  cardiologist: '10000000025',
  /** Karim Haddad, who wrote the blood tests. */
  biologist: '10000000033',
  /** Paul Roussel, whom Bernard blocked. */
  dentist: '10000000041',
  nurse: '10000000058',
  /** Yves Caron, of the SAMU. */
  regulator: '10000000108',
} as const;

export const INS = { camille: '280059999900182', bernard: '152039999900216', nadia: '296029999900324', leo: '111069999900632', ines: '208129999900730' } as const;

type Context = { kind: string; reason?: string };
type Found = { id: string; title: string };

export class Gateway {
  constructor(
    private readonly request: APIRequestContext,
    private readonly address: () => string,
  ) {}

  async as(who: keyof typeof PROFESSIONALS): Promise<Professional> {
    const token = await this.request.post(`${this.address()}/lab/jetons/${PROFESSIONALS[who]}`);
    expect(token.status()).toBe(200);
    return new Professional(this.request, this.address, await token.text());
  }
}

export class Professional {
  constructor(
    private readonly request: APIRequestContext,
    private readonly address: () => string,
    private readonly token: string,
  ) {}

  opens(person: keyof typeof INS, context: Context = { kind: 'care_team' }): Promise<APIResponse> {
    return this.asks('records/open', { ins: INS[person], context });
  }

  reads(person: keyof typeof INS, document: string, context: Context = { kind: 'care_team' }): Promise<APIResponse> {
    return this.asks('documents/read', { ins: INS[person], context, document });
  }

  /** Sees a minor in secret, and leaves a document that their representatives never see. */
  async seesInSecret(person: keyof typeof INS, title: string): Promise<void> {
    const secret = { ins: INS[person], context: { kind: 'care_team' }, secret: true };
    expect((await this.asks('records/open', secret)).status()).toBe(204);
    const content = pdf();
    const sha256 = createHash('sha256').update(content.buffer).digest('hex');
    const said = { ...secret, type: '11488-4', title, dated: '2026-11-22', flags: ['hidden_from_representatives'], sha256 };
    const metadata = { name: 'metadata', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(said)) };
    const deposited = await this.request.post(`${this.address()}/gateway/v1/documents/deposit`, {
      multipart: { metadata, content },
      headers: { authorization: `Bearer ${this.token}` },
    });
    expect(deposited.status()).toBe(201);
    const { id } = (await deposited.json()) as Found;
    expect((await this.asks('documents/read', { ...secret, document: id })).status()).toBe(200);
  }

  /** The titles that a search of the whole record gives. */
  async finds(person: keyof typeof INS): Promise<string[]> {
    return (await this.found(person)).map((document) => document.title);
  }

  /** The identifier of a document, as the professional's software learns it. */
  async identifierOf(person: keyof typeof INS, title: string): Promise<string> {
    const found = (await this.found(person)).find((document) => plain(document.title) === title);
    if (!found) throw new Error(`no document « ${title} » for this professional`);
    return found.id;
  }

  private async found(person: keyof typeof INS): Promise<Found[]> {
    const answer = await this.asks('documents/search', { ins: INS[person], context: { kind: 'care_team' } });
    expect(answer.status()).toBe(200);
    const body = (await answer.json()) as { documents: Found[]; more: boolean };
    expect(body.more).toBe(false);
    return body.documents;
  }

  private asks(what: string, data: object): Promise<APIResponse> {
    return this.request.post(`${this.address()}/gateway/v1/${what}`, {
      data,
      headers: { authorization: `Bearer ${this.token}` },
    });
  }
}

/** Text with ordinary spaces, as tests write it. */
export function plain(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}
