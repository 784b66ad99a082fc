// Everything a browser complains about during a test. There must be nothing.
import { type BrowserContext, expect, type Response } from '@playwright/test';

export class Watch {
  private readonly complaints: string[] = [];
  private readonly announced: number[] = [];
  private readonly pages: Promise<void>[] = [];
  private connectionMayBeLost = false;
  /** The HTML of the last page, as it was sent. */
  source = '';

  /** The next answers of this status are what the test is about: the browser says them in its console too. */
  expectsAnswer(status: number): void {
    this.announced.push(status);
  }

  /** The test cuts the line itself. */
  expectsLostConnection(): void {
    this.connectionMayBeLost = true;
  }

  follow(context: BrowserContext, hasScripts: boolean): void {
    context.on('console', (message) => {
      const type = message.type();
      if (type !== 'error' && type !== 'warning') return;
      const status = /responded with a status of (\d+)/.exec(message.text())?.[1];
      if (status && this.announced.includes(Number(status))) return;
      if (this.connectionMayBeLost && message.text().includes('net::ERR_')) return;
      // A browser without scripts fetches what the page announces and, on a slow machine, wonders what for.
      if (!hasScripts && message.text().includes('was preloaded using link preload but not used')) return;
      this.complaints.push(`console ${type}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.complaints.push(`page error: ${error.error().message}`));
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // A page that is left while its icon is on the way; Chromium's own PDF viewer; a download, which is no page.
      if (why === 'net::ERR_ABORTED') return;
      // A browser without scripts refuses to fetch one, in these words.
      if (!hasScripts && why === 'csp' && request.url().includes('/pkg/')) return;
      if (this.connectionMayBeLost) return;
      this.complaints.push(`request failed: ${request.url()} ${why}`);
    });
    context.on('response', (response) => {
      this.pages.push(this.read(response));
    });
  }

  async isQuiet(serverErrors: string): Promise<void> {
    await Promise.allSettled(this.pages);
    expect(this.complaints, 'what the browser complained about').toEqual([]);
    expect(serverErrors, 'what the server wrote in its log').toBe('');
  }

  /** The HTML of the page that is shown, once it has come whole. */
  async html(): Promise<string> {
    await Promise.allSettled(this.pages);
    return this.source;
  }

  private async read(response: Response): Promise<void> {
    const isPage = response.request().isNavigationRequest() && !(response.status() >= 300 && response.status() < 400);
    if (!isPage) {
      if (response.status() >= 400) this.complaints.push(`answer ${response.status()}: ${response.url()}`);
      return;
    }
    if (response.status() >= 400 && !this.announced.includes(response.status())) {
      this.complaints.push(`page answered ${response.status()}: ${response.url()}`);
    }
    if (!response.headers()['content-type']?.startsWith('text/html')) return;
    try {
      this.source = await response.text();
    } catch {
      // The page was left before it had come whole.
    }
  }
}
