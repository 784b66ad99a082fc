// A server of the lab for one test: its own port, its own database, its own clock.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = new URL('../..', import.meta.url).pathname;
export const program = join(root, 'target/debug/server');

/** When every test begins: a Monday morning in Paris. */
export const BEGINNING = '2026-11-23T10:00:00+01:00';

export class Server {
  private readonly folder: string;
  private process: ChildProcess | undefined;
  private port = '0';
  private errors = '';
  address = '';

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** A folder with the people in it, as a first start makes it. Made once, then copied for each test: most of a first start is that. */
  static async people(): Promise<string> {
    const server = await Server.inFolder();
    await server.end('SIGTERM');
    return server.folder;
  }

  static async start(people: string): Promise<Server> {
    return Server.inFolder(people);
  }

  private static async inFolder(people?: string): Promise<Server> {
    if (!existsSync(program)) throw new Error('Build it first: scripts/build.sh, then cargo build -p server --features lab');
    const server = new Server(await mkdtemp(join(tmpdir(), 'end2end-')));
    if (people) await cp(people, server.folder, { recursive: true });
    await server.run(BEGINNING);
    return server;
  }

  /** Ends it as a power cut would, and starts it again with the same people, on the same port, at that moment. */
  async restarts(at: string): Promise<void> {
    await this.end('SIGKILL');
    await this.run(at);
  }

  /** What the program answers at the command line, on the same database, at that moment. */
  async answers(at: string, ...command: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(program, command, { cwd: root, env: this.environment(at) });
    return stdout.trim();
  }

  /** A file beside the database. */
  file(name: string): string {
    return join(this.folder, name);
  }

  /** What it wrote in its log: nothing, when nothing goes wrong. */
  said(): string {
    return this.errors;
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  private environment(clock: string): NodeJS.ProcessEnv {
    return {
      ...process.env,
      PORT: this.port,
      HOST: '127.0.0.1',
      DATABASE_URL: `sqlite:${this.file('records.sqlite')}`,
      LAB_DATA: this.folder,
      HISTORY_KEY: this.file('history.key'),
      LAB_CLOCK: clock,
      SITE_ROOT: join(root, 'target/site'),
    };
  }

  private async run(clock: string): Promise<void> {
    const process_ = spawn(program, {
      cwd: root,
      env: this.environment(clock),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = process_;
    process_.stderr.on('data', (text: Buffer) => (this.errors += text.toString()));
    this.address = await new Promise<string>((resolve, reject) => {
      let said = '';
      process_.stdout.on('data', (text: Buffer) => {
        said += text.toString();
        const found = /Open (http:\/\/\S+) in a browser/.exec(said);
        if (found?.[1]) resolve(found[1]);
      });
      process_.on('error', reject);
      process_.on('exit', (code) => reject(new Error(`the server ended (${code}): ${this.errors}`)));
    });
    this.port = new URL(this.address).port;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const running = this.process;
    this.process = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await ended;
  }
}
