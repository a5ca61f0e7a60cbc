// A network between a browser and the server that can be cut: sockets that are open die, new ones are refused.
import { connect, createServer, type Server as TcpServer, type Socket } from 'node:net';
import { once } from 'node:events';

export class Cable {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  #listener: TcpServer | undefined;
  #port = 0;

  private constructor(target: string) {
    this.#target = new URL(target);
  }

  static async to(target: string): Promise<Cable> {
    const cable = new Cable(target);
    await cable.mend();
    return cable;
  }

  /** A link or address of the server, as reached over this cable. */
  over(link: string): string {
    return link.replace(this.#target.host, `127.0.0.1:${this.#port}`);
  }

  async mend(): Promise<void> {
    this.#listener = createServer((near) => {
      const far = connect(Number(this.#target.port), this.#target.hostname);
      for (const [one, other] of [[near, far], [far, near]] as const) {
        this.#sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
      }
    });
    this.#listener.listen(this.#port, '127.0.0.1');
    await once(this.#listener, 'listening');
    this.#port = (this.#listener.address() as { port: number }).port;
  }

  async cut(): Promise<void> {
    const listener = this.#listener;
    if (!listener) return;
    this.#listener = undefined;
    listener.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(listener, 'close');
  }
}
