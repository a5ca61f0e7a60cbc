/** Makes the files of tests/Vectors/typescript. `loadSodium` comes first. */
import { makeBlobs, makeRequests } from './blob-vectors.ts';
import { makeEntries, makeEphemeral, makeHeads, makePadding, makeSnapshots } from './content-vectors.ts';
import { makeFrames } from './frame-vectors.ts';
import { makeEpochs, makeGrants, makeKeys, makeLinks, makeProofs, type EpochsFile } from './key-vectors.ts';

/** Each is given the file's text as it was, if it was there. */
export const MAKERS = {
  keys: makeKeys,
  links: makeLinks,
  grants: makeGrants,
  proofs: makeProofs,
  epochs: (before) => makeEpochs(before === undefined ? undefined : (JSON.parse(before) as EpochsFile)),
  entries: makeEntries,
  padding: makePadding,
  snapshots: makeSnapshots,
  ephemeral: makeEphemeral,
  heads: makeHeads,
  frames: makeFrames,
  blobs: makeBlobs,
  requests: makeRequests,
} as const satisfies Record<string, (before: string | undefined) => object>;

/** The file's text. */
export function made(name: keyof typeof MAKERS, before: string | undefined): string {
  return `${JSON.stringify(MAKERS[name](before), null, 2)}\n`;
}
