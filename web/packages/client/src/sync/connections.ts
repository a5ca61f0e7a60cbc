import type { ChannelId } from '../wire/ids.ts';
import { Connection } from './connection.ts';
import type { Environment, SocketConstructor } from './environment.ts';

/**
 * One connection per server, shared by all channels of the process. A channel can be joined once per connection, so a
 * second user of the same channel (a second author on this device) gets a connection of its own.
 */
export class Connections {
  readonly #environment: Environment;
  readonly #byOrigin = new Map<string, { connection: Connection; channels: Set<ChannelId> }[]>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** A connection to `origin` on which nobody here uses the channel. `release` gives the channel's place back. */
  acquire(origin: string, channel: ChannelId): { connection: Connection; release: () => void } {
    const shared = this.#byOrigin.get(origin) ?? [];
    this.#byOrigin.set(origin, shared);
    let place = shared.find(({ channels }) => !channels.has(channel));
    if (!place) {
      place = { connection: new Connection(origin, this.#environment), channels: new Set() };
      shared.push(place);
    }
    const { connection, channels } = place;
    channels.add(channel);
    return { connection, release: () => channels.delete(channel) };
  }
}

const byWebSocket = new WeakMap<SocketConstructor, Connections>();

/** The process's connections over this kind of socket; of their own where clock or random are not the platform's. */
export function connectionsOf(environment: Environment, own: boolean): Connections {
  const shared = own ? undefined : byWebSocket.get(environment.WebSocket);
  const connections = shared ?? new Connections(environment);
  if (!own) byWebSocket.set(environment.WebSocket, connections);
  return connections;
}
