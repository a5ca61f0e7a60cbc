import { checkBlobs, checkRequests } from './blob-checks.ts';
import {
  checkEntries,
  checkEphemeral,
  checkFrames,
  checkHeads,
  checkPadding,
  checkSnapshots,
} from './content-checks.ts';
import { checkEpochs, checkGrants, checkKeys, checkLinks, checkProofs } from './key-checks.ts';
import type { Case, Name } from './vector-file.ts';

/** What a file must hold against this code, whoever wrote it. */
export const CHECKS: Record<Name, (file: Case) => void> = {
  keys: checkKeys,
  links: checkLinks,
  grants: checkGrants,
  proofs: checkProofs,
  epochs: checkEpochs,
  entries: checkEntries,
  padding: checkPadding,
  snapshots: checkSnapshots,
  ephemeral: checkEphemeral,
  heads: checkHeads,
  frames: checkFrames,
  blobs: checkBlobs,
  requests: checkRequests,
};
