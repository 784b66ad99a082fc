// Where a test takes place: people, documents, clock and e-mails that no other test sees.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { commandAnswers, logOf, type Server } from './server.ts';

type Cookie = Parameters<BrowserContext['addCookies']>[0][number];

export class World {
  private readonly logBegan: number;

  private constructor(
    readonly address: string,
    private readonly folder: string,
    /** Its name in the lab; none for the main one, of a server that is the test's own. */
    private readonly name: string,
    private readonly server?: Server,
  ) {
    this.logBegan = existsSync(this.log()) ? statSync(this.log()).size : 0;
  }

  /** The world of this name on a server that others use too: made the first time, brought back to its beginning every time. */
  static async of(address: string, folder: string, name: string): Promise<World> {
    const world = new World(address, folder, name);
    // 409: a run before this one made it.
    if (!existsSync(world.database())) await world.asks('/lab/mondes', { nom: name }, [303, 409]);
    await world.asks('/lab/reinitialiser', { monde: name });
    return world;
  }

  /** The main world of a server of one's own. */
  static alone(server: Server): World {
    return new World(server.address, server.folder, '', server);
  }

  /** By what a program says that it means this world. */
  get headers(): Record<string, string> {
    return this.name ? { 'X-Lab-World': this.name } : {};
  }

  /** By what a browser does: Chromium sends no header of ours with a download. */
  get cookies(): Cookie[] {
    return this.name ? [{ name: 'lab-world', value: this.name, url: this.address }] : [];
  }

  /** It is this moment now, for the server and in these pages. It only goes forward. */
  async isNow(moment: string, ...pages: Page[]): Promise<void> {
    await this.asks('/lab/horloge', { instant: moment });
    for (const page of pages) await page.clock.setFixedTime(moment);
  }

  /** The server dies as in a power cut, and starts again at that moment. */
  async restarts(at: string): Promise<void> {
    if (!this.server) throw new Error('others are using this server: test.use({ alone: true })');
    await this.server.restarts(at);
  }

  /** What the program answers at the command line, on the same database, at that moment. */
  answers(at: string, ...command: string[]): Promise<string> {
    return commandAnswers(this.folder, `sqlite:${this.database()}`, at, command);
  }

  /** What the server wrote in its log since: nothing, when nothing goes wrong. */
  said(): string {
    return existsSync(this.log()) ? readFileSync(this.log()).subarray(this.logBegan).toString() : '';
  }

  private log(): string {
    return logOf(this.folder);
  }

  private database(): string {
    return join(this.folder, this.name ? `worlds/${this.name}.sqlite` : 'records.sqlite');
  }

  private async asks(path: string, fields: Record<string, string>, accepted = [303]): Promise<void> {
    const answer = await fetch(`${this.address}${path}`, {
      method: 'POST',
      headers: this.headers,
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    expect(accepted, `${path} ${JSON.stringify(fields)} answered ${answer.status}`).toContain(answer.status);
  }
}
