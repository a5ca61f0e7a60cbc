// nginx as deploy/nginx/tacit.conf sets it up, in a process of its own: with other ports, and a certificate of its own.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const settings = new URL('../../deploy/nginx/tacit.conf', import.meta.url);

/** What a line of the settings becomes here; each must be there. */
function replaced(text: string, ...pairs: readonly (readonly [string, string])[]): string {
  for (const [from, to] of pairs) {
    if (!text.includes(from)) throw new Error(`deploy/nginx/tacit.conf has no “${from}”`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** A port that nobody has now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export class Nginx {
  readonly url: string;
  readonly plainUrl: string;
  /** Trusts the certificate: for SSL_CERT_FILE. */
  readonly certificate: string;
  readonly #folder: string;
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(folder: string, port: number, plainPort: number) {
    this.#folder = folder;
    this.url = `https://localhost:${port}`;
    this.plainUrl = `http://localhost:${plainPort}`;
    this.certificate = join(folder, 'fullchain.pem');
  }

  /** Starts it before fronts, such as `127.0.0.1:8080`. */
  static async start(...fronts: readonly string[]): Promise<Nginx> {
    const folder = await mkdtemp(join(tmpdir(), 'tacit-nginx-'));
    const [port, plainPort] = [await freePort(), await freePort()];
    const nginx = new Nginx(folder, port, plainPort);
    execFileSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', join(folder, 'privkey.pem'), '-out', nginx.certificate],
    ], { stdio: 'ignore' });
    const [first = '', ...rest] = fronts;
    const site = replaced(
      await readFile(settings, 'utf8'),
      ['server 10.0.0.21:8080', `server ${first}`],
      ['    server 10.0.0.22:8080 max_fails=0;\n',
        rest.map((front) => `    server ${front} max_fails=0;\n`).join('')],
      ['listen 80;', `listen 127.0.0.1:${plainPort};`],
      ['    listen [::]:80;\n', ''],
      ['listen 443 ssl http2;', `listen 127.0.0.1:${port} ssl http2;`],
      ['    listen [::]:443 ssl http2;\n', ''],
      ['https://$host$request_uri', `https://$host:${port}$request_uri`],
      ['server_name tacit.example', 'server_name localhost'],
      ['/etc/letsencrypt/live/tacit.example', folder],
    );
    await writeFile(join(folder, 'tacit.conf'), site);
    await writeFile(join(folder, 'nginx.conf'), [
      'daemon off; pid nginx.pid; error_log stderr notice; worker_processes 1;',
      'events {}',
      'http { access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;',
      'uwsgi_temp_path uwsgi; scgi_temp_path scgi; include tacit.conf; }',
    ].join('\n'));
    await nginx.startAgain();
    return nginx;
  }

  async startAgain(): Promise<void> {
    const options = ['-e', 'stderr', '-p', this.#folder, '-c', join(this.#folder, 'nginx.conf')];
    const child = spawn('nginx', options, { env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` } });
    this.#process = child;
    this.#output = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
        if (this.#output.includes('start worker process ')) resolve();
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`nginx ended before it listened\n${this.#output}`)));
    });
  }

  /** Ends it as an operator would who is in a hurry: connections are cut. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
