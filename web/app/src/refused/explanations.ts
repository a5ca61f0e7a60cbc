/**
 * What a refusal means to someone who wanted to write. docs/protocol/codes.md says it to programs and operators; the
 * words for people are in texts.ts: what happened for each code, and what is safe and what to do for each case.
 */
import { texts, type Texts } from '../texts.ts';

/** The facts of a refusal that the page reads; the client's `TacitError` has them. */
export interface Refusal {
  /** A name from docs/protocol/codes.md, or one of the page's own. */
  readonly code: string;
  readonly sentence: string;
  /** The number the code speaks of, if it speaks of one. */
  readonly detail: number | undefined;
  /** Of a damaged link: the part that is wrong (docs/protocol/keys.md §1.3). */
  readonly part?: string | undefined;
}

/** What the one button of the page does, beside the way to the start page. */
export type Remedy = 'retry' | 'reload' | 'none';

export interface Explanation {
  readonly heading: string;
  readonly happened: string;
  readonly safe: string;
  readonly todo: string;
  readonly remedy: Remedy;
}

type KnownCode = keyof Texts['refused']['codes'];
type Case = keyof Texts['refused']['cases'];

const remedyOf: Readonly<Record<Case, Remedy>> = {
  linkDamaged: 'none',
  notAPad: 'none',
  pageNotLoaded: 'reload',
  newerLink: 'reload',
  newerStore: 'reload',
  unknownPad: 'retry',
  proofFailed: 'retry',
  blocked: 'retry',
  linkReplaced: 'none',
  linkExpired: 'retry',
  deviceRemoved: 'none',
  rightEnded: 'none',
  readOnly: 'none',
  padFull: 'retry',
  serverFull: 'retry',
  deviceFull: 'retry',
  tooLarge: 'retry',
  passing: 'retry',
  offline: 'retry',
  clockOff: 'retry',
  doNotTrust: 'none',
  copiedState: 'reload',
  outboxDamaged: 'retry',
  otherTab: 'retry',
  wrongAddress: 'none',
  oldPage: 'reload',
  operator: 'none',
  fileMissing: 'retry',
  fileDamaged: 'retry',
  fileTooLarge: 'none',
  keyLost: 'none',
  unknown: 'retry',
};

/** Every code that texts.ts has words for belongs to a case; the compiler sees to it. */
const caseOf: Readonly<Record<KnownCode, Case>> = {
  malformed: 'oldPage',
  'version-unsupported': 'oldPage',
  'message-too-large': 'tooLarge',
  'rate-limited': 'passing',
  'too-many-connections': 'passing',
  'address-blocked': 'blocked',
  'origin-refused': 'wrongAddress',
  'out-of-order': 'oldPage',
  draining: 'passing',
  'slow-reader': 'passing',
  'idle-timeout': 'passing',
  internal: 'passing',
  'audience-mismatch': 'wrongAddress',
  'clock-off': 'clockOff',
  'channel-unknown': 'unknownPad',
  'descriptor-invalid': 'proofFailed',
  'proof-failed': 'proofFailed',
  'grant-invalid': 'rightEnded',
  'grant-expired': 'rightEnded',
  'author-removed': 'deviceRemoved',
  'epoch-stale': 'linkReplaced',
  'cursor-invalid': 'passing',
  'too-many-channels': 'passing',
  'already-joined': 'otherTab',
  'not-joined': 'passing',
  'read-only': 'readOnly',
  'entry-malformed': 'oldPage',
  'entry-too-large': 'tooLarge',
  'author-mismatch': 'oldPage',
  'counter-unexpected': 'passing',
  'counter-taken': 'copiedState',
  'epoch-wrong': 'passing',
  'covers-ahead': 'passing',
  'kind-refused': 'readOnly',
  'channel-full': 'padFull',
  'instance-full': 'serverFull',
  'store-full': 'serverFull',
  'store-unavailable': 'passing',
  'ephemeral-too-large': 'passing',
  'snapshot-unknown': 'passing',
  'blob-unknown': 'fileMissing',
  'blob-damaged': 'fileDamaged',
  'blob-too-large': 'fileTooLarge',
  'blob-newer': 'newerLink',
  'link-damaged': 'linkDamaged',
  'link-newer': 'newerLink',
  'link-expired': 'linkExpired',
  'password-needed': 'proofFailed',
  'password-wrong': 'proofFailed',
  'chain-broken': 'doNotTrust',
  'history-forked': 'doNotTrust',
  offline: 'offline',
  'outbox-damaged': 'outboxDamaged',
  'outbox-in-use': 'otherTab',
  'store-newer': 'newerStore',
  'store-damaged': 'operator',
  'store-in-use': 'otherTab',
  'store-foreign': 'operator',
  'not-a-pad': 'notAPad',
  'page-not-loaded': 'pageNotLoaded',
  'device-full': 'deviceFull',
  'key-lost': 'keyLost',
};

/** Never empty, whatever the code: what the page does not know by name it explains in general words. */
export function explain(refusal: Refusal): Explanation {
  const { sentence } = refusal;
  const code = isDeviceFull(refusal) ? 'device-full' : refusal.code;
  const { codes, cases } = texts.refused;
  // A code of the future, or one that an object has from birth, such as "constructor".
  const known = Object.hasOwn(codes, code) ? (code as KnownCode) : undefined;
  const its = known === undefined ? 'unknown' : caseOf[known];
  const happened = known === undefined ? asSentence(sentence) : codes[known];
  return { ...cases[its], happened: [happened, ...particulars(refusal)].join(' '), remedy: remedyOf[its] };
}

/** What went wrong in this page itself: a full disk of this device is a refusal that no server says. */
export function refusalOf(error: unknown): Refusal {
  if (hasCode(error)) return isDeviceFull(error) ? ownRefusal('device-full') : error;
  if (isDeviceFull(error)) return ownRefusal('device-full');
  return { code: 'internal', sentence: texts.unknownError, detail: undefined };
}

/** A refusal that the page itself says. */
export function ownRefusal(code: 'not-a-pad' | 'page-not-loaded' | 'device-full' | 'key-lost'): Refusal {
  return { code, sentence: texts.refused.codes[code], detail: undefined };
}

/** The browser's own error, or the client's word about it: for the client it is one it cannot name. */
function isDeviceFull(error: unknown): boolean {
  if (!(error instanceof Error || error instanceof DOMException)) return false;
  return error.name === 'QuotaExceededError' || error.message.includes('QuotaExceededError');
}

function hasCode(error: unknown): error is Refusal {
  if (typeof error !== 'object' || error === null) return false;
  const { code, sentence } = error as { code?: unknown; sentence?: unknown };
  return typeof code === 'string' && typeof sentence === 'string';
}

function particulars({ code, detail, part }: Refusal): string[] {
  const { parts, wait } = texts.refused;
  if (part !== undefined && Object.hasOwn(parts, part)) return [parts[part as keyof typeof parts]];
  const hasWait = code === 'address-blocked' || code === 'rate-limited' || code === 'too-many-connections';
  return hasWait && detail !== undefined && detail > 0 ? [wait(texts.duration(detail))] : [];
}

/** The list of codes has its sentences in lower case and without a full stop, for use in logs. */
export function asSentence(sentence: string): string {
  const text = sentence.trim() || texts.unknownError;
  const end = /[.!?…]$/u.test(text) ? '' : '.';
  return text.charAt(0).toUpperCase() + text.slice(1) + end;
}
