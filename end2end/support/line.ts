// A line between the browser and the server that can be cut.
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** When the line breaks, once it has been told to. */
export type Cut = 'before the form has gone' | 'once the form has gone' | 'when the answer begins';

export class Line {
  private readonly sockets = new Set<Socket>();
  private cut: Cut | undefined;
  private broken = false;

  private constructor(private readonly listener: Server) {}

  static async to(address: string): Promise<Line> {
    const target = new URL(address);
    const listener = createServer();
    const line = new Line(listener);
    listener.on('connection', (browser) => line.carry(browser, Number(target.port), target.hostname));
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.listener.address() as AddressInfo).port}`;
  }

  /** The next form that is sent finds the line broken there, and so does everything after it. */
  breaks(cut: Cut): void {
    this.cut = cut;
  }

  comesBack(): void {
    this.cut = undefined;
    this.broken = false;
  }

  async close(): Promise<void> {
    this.dropAll();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private carry(browser: Socket, port: number, host: string): void {
    if (this.broken) {
      browser.destroy();
      return;
    }
    const server = connect(port, host);
    for (const socket of [browser, server]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        browser.destroy();
        server.destroy();
      });
    }
    let formHasGone = false;
    browser.on('data', (bytes) => {
      if (this.cut && bytes.toString('latin1').startsWith('POST ')) {
        if (this.cut === 'before the form has gone') {
          // The head arrives, and half of the body never does.
          server.write(bytes.subarray(0, bytes.length - 8), () => this.dropAll());
          return;
        }
        formHasGone = true;
        const then = this.cut === 'once the form has gone' ? () => this.dropAll() : undefined;
        server.write(bytes, then);
        return;
      }
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (formHasGone) this.dropAll();
      else browser.write(bytes);
    });
  }

  private dropAll(): void {
    this.broken = true;
    for (const socket of this.sockets) socket.destroy();
  }
}
