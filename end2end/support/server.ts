// A server of the lab: its own port, its own folder with its databases.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = new URL('../..', import.meta.url).pathname;
export const program = join(root, 'target/debug/server');

/** When every test begins: a Monday morning in Paris. */
export const BEGINNING = '2026-11-23T10:00:00+01:00';

export class Server {
  private process: ChildProcess | undefined;
  private port = '0';
  address = '';

  private constructor(readonly folder: string) {}

  /** With the people of a first start, or those of such a folder: most of a first start is making them. */
  static async start(people?: string): Promise<Server> {
    if (!existsSync(program)) throw new Error('Build it first: scripts/build.sh server');
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

  /** Ends it, and leaves its folder. */
  async ends(): Promise<void> {
    await this.end('SIGTERM');
  }

  async stop(): Promise<void> {
    await this.ends();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async run(clock: string): Promise<void> {
    const process_ = spawn(program, {
      cwd: root,
      env: {
        ...environment(this.folder, `sqlite:${join(this.folder, 'records.sqlite')}`, clock),
        PORT: this.port,
        HOST: '127.0.0.1',
        SITE_ROOT: join(root, 'target/site'),
      },
      stdio: ['ignore', 'pipe', openSync(logOf(this.folder), 'a')],
    });
    this.process = process_;
    this.address = await new Promise<string>((resolve, reject) => {
      let said = '';
      process_.stdout.on('data', (text: Buffer) => {
        said += text.toString();
        const found = /Open (http:\/\/\S+) in a browser/.exec(said);
        if (found?.[1]) resolve(found[1]);
      });
      process_.on('error', reject);
      process_.on('exit', (code) =>
        readFile(logOf(this.folder), 'utf8').then((log) => reject(new Error(`the server ended (${code}): ${log}`)), reject),
      );
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

/** Where the server in this folder writes what goes wrong. */
export function logOf(folder: string): string {
  return join(folder, 'server.log');
}

/** What the program answers at the command line, on this database, at that moment. */
export async function commandAnswers(folder: string, database: string, at: string, command: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, command, { cwd: root, env: environment(folder, database, at) });
  return stdout.trim();
}

function environment(folder: string, database: string, clock: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATABASE_URL: database,
    LAB_DATA: folder,
    HISTORY_KEY: join(folder, 'history.key'),
    LAB_CLOCK: clock,
  };
}
