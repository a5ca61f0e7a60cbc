import type { Store } from '../store/store.ts';
import type { Environment } from './environment.ts';

export interface ChannelSettings {
  readonly store: Store;
  readonly environment: Environment;

  /** Whether clock or random are not the platform's: then connections are not shared. */
  readonly ownConnections: boolean;
  readonly label: string;
  readonly hadPassword: boolean;

  /** How many bytes of files this device keeps, of all channels; 256 MiB if it is not said. */
  readonly blobCacheBytesMax?: number;
}
