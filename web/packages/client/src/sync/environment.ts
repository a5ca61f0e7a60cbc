/** What the client takes from outside: time, chance and the network. Nothing below reads them anywhere else. */

export interface Clock {
  /** Milliseconds that only ever grow. */
  now(): number;

  /** Runs `run` once, after the delay. Gives back what calls it off. */
  after(delayMs: number, run: () => void): () => void;
}

/** The part of the WebSocket standard that is used; the browser's and the `ws` package's both fit. */
export interface Socket {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

export type SocketConstructor = new (url: string, protocol: string) => Socket;

export interface Environment {
  readonly clock: Clock;

  /** From 0 up to, not including, 1. For waits alone; secrets come from libsodium. */
  readonly random: () => number;
  readonly WebSocket: SocketConstructor;

  /** For files, which go over HTTP. */
  readonly fetch: typeof globalThis.fetch;

  /**
   * Milliseconds since 1970 by this device's own clock, which may be wrong: for people to look at, and for expiries.
   */
  readonly unixMs: () => number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The platform's environment; throws where there is no WebSocket (Node before 22) and none was handed in. */
export function environment(given: Partial<Environment> = {}): Environment {
  const WebSocket = given.WebSocket ?? (globalThis.WebSocket as unknown as SocketConstructor | undefined);
  if (!WebSocket) throw new TypeError('there is no WebSocket here; hand one in');
  const { clock = systemClock, random = Math.random, unixMs = Date.now } = given;

  // Looked up when it is called, since it must be called as a function of the global object.
  const fetch: Environment['fetch'] = given.fetch ?? ((...request) => globalThis.fetch(...request));
  return { clock, random, WebSocket, fetch, unixMs };
}
