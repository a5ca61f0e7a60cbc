// A real server in a process of its own, over a store of its own; it can be killed and started again.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built command: what `./tacit` runs. */
export function tacitCommand(): string {
  const built = join(root, 'artifacts/bin/Cli/release/tacit.dll');
  if (!existsSync(built)) throw new Error(`the command is not built: ${built}; ./dev build does that`);
  return built;
}

export class Server {
  /** The store, the lock and whatever else the server writes. */
  readonly folder: string;
  /** Options of `tacit serve` beside those that every test needs. */
  options: readonly string[] = [];
  /** All that it wrote to both streams. */
  output = '';
  #port = 0;
  #webFolder: string | undefined;
  #process: ChildProcess | undefined;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async start(...options: readonly string[]): Promise<Server> {
    const server = new Server(await mkdtemp(join(tmpdir(), 'tacit-e2e-')));
    server.options = options;
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get processId(): number {
    const id = this.#process?.pid;
    if (id === undefined) throw new Error('the server does not run');
    return id;
  }

  /** Starts it over the same store and port. */
  async startAgain(): Promise<void> {
    const listen = `127.0.0.1:${this.#port}`;
    const args = ['serve', '--listen', listen, '--data', join(this.folder, 'data'), ...this.options];
    if (this.#webFolder !== undefined) args.push('--web', this.#webFolder);
    const before = this.output.length;
    const child = spawn('dotnet', [tacitCommand(), ...args]);
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      const heard = (chunk: Buffer): void => {
        this.output += chunk.toString();
        const found = /Tacit is at http:\/\/127\.0\.0\.1:(\d+)/u.exec(this.output.slice(before));
        if (found === null) return;
        this.#port = Number(found[1]);
        resolve();
      };
      child.stdout.on('data', heard);
      child.stderr.on('data', heard);
      child.once('exit', () => reject(new Error(`the server ended before it listened\n${this.output}`)));
    });
  }

  /** Starts it again with another build of the web app. */
  async serve(webFolder: string): Promise<void> {
    this.#webFolder = webFolder;
    await this.kill();
    await this.startAgain();
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async dispose(): Promise<void> {
    await this.#end('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

/** Runs the tacit command to its end; what it reads from standard input is given. */
export async function tacit(
  args: readonly string[],
  input = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<{ output: string; status: number }> {
  const child = spawn('dotnet', [tacitCommand(), ...args], { env: { ...process.env, ...environment } });
  let output = '';
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number];
  if (status !== 0) throw new Error(`tacit ${args.join(' ')} ended with ${status}\n${complaints}`);
  return { output, status };
}
