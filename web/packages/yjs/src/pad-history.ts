/**
 * A pad through time, from the updates that its log keeps. Never from Yjs snapshots: a document that collects garbage
 * has lost what was deleted, while the log has it until it is trimmed (docs/protocol/log.md §3.5).
 */
import type { AuthorId, Clock, LogRead, ViewEvent } from '@tacit/client/layer';
import * as Y from 'yjs';
import { Checkpoints } from './checkpoints.ts';
import { countCharacters, type Characters } from './characters.ts';
import { makeEqual } from './make-equal.ts';
import { readContent, type DocumentUpdate } from './pad-content.ts';

/** A longer pause begins another session. */
const PAUSE_MS = 2 * 60_000;
const SLICE_MS = 12;

/** One entry that changed the pad. */
export interface Version {
  /** Its place in `versions`, from 0. */
  readonly at: number;

  /** `undefined` for what this device wrote and the log does not have yet. */
  readonly author: AuthorId | undefined;

  /** What the author's device calls itself; empty if nothing. */
  readonly label: string;

  /** When it was written, in Unix milliseconds by its author's clock, which may be wrong; older entries do not say. */
  readonly time: number | undefined;
  readonly bytes: number;

  /** `snapshot` for a whole document in place of what was trimmed before it. */
  readonly kind: 'update' | 'snapshot';

  /** The documents that it changed: empty for the pad's own, else the guid of a sub-document. */
  readonly guids: readonly string[];
}

/** What one author wrote without a pause of more than two minutes. Sessions of several authors may overlap. */
export interface WritingSession extends Characters {
  readonly author: AuthorId | undefined;
  readonly label: string;

  /** Its versions, by ascending place; there is at least one. */
  readonly versions: readonly Version[];
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
}

interface Step {
  readonly version: Version;
  readonly documents: readonly DocumentUpdate[];
  readonly characters: Characters;
}

export class PadHistory {
  /** By the order of the log. */
  readonly versions: readonly Version[];

  /** By their first versions. */
  readonly sessions: readonly WritingSession[];

  /** `snapshot` where what came before it was trimmed. */
  readonly startsWith: 'beginning' | 'snapshot';

  /** `device` where the server could not be reached: then it is what this device has, and what it has not sent. */
  readonly source: 'server' | 'device';
  readonly #steps: readonly Step[];
  readonly #checkpoints: Checkpoints;

  private constructor(steps: readonly Step[], checkpoints: Checkpoints, read: LogRead) {
    this.#steps = steps;
    this.#checkpoints = checkpoints;
    this.versions = steps.map(({ version }) => version);
    this.sessions = sessionsOf(steps);
    this.startsWith = read.isWhole ? 'beginning' : 'snapshot';
    this.source = read.source;
  }

  /** Plays the log once. Others have their turn in between; throws the signal's reason when it is aborted. */
  static async of(read: LogRead, clock: Clock, signal?: AbortSignal): Promise<PadHistory> {
    const player = new Player();
    let sliceStart = clock.now();
    for (const event of read.events) {
      player.play(event);
      if (clock.now() - sliceStart < SLICE_MS) continue;
      await new Promise<void>((resolve) => clock.after(0, resolve));
      signal?.throwIfAborted();
      sliceStart = clock.now();
    }
    for (const { fields, content } of read.unsent) {
      if (fields.kind === 'update') player.add(undefined, content, 'update');
    }
    return new PadHistory(player.steps, player.checkpoints, read);
  }

  /**
   * A document with everything up to and including the version at `index`; of a sub-document with its guid. It is the
   * caller's, and empty before the first version (`index` −1). Throws a RangeError for an index that there is not.
   */
  documentAt(index: number, guid = ''): Y.Doc {
    if (!Number.isInteger(index) || index < -1 || index >= this.#steps.length) {
      throw new RangeError(`there is no version ${index}`);
    }
    const { from, states } = this.#checkpoints.before(index + 1);
    const doc = new Y.Doc(guid === '' ? {} : { guid });
    doc.transact(() => {
      const state = states.get(guid);
      if (state) Y.applyUpdateV2(doc, state);
      for (const { documents } of this.#steps.slice(from, index + 1)) {
        for (const one of documents) if (one.guid === guid) apply(doc, one);
      }
    });
    return doc;
  }

  /** Makes `doc` equal to the version at `index`, by edits in one transaction; with `roots`, only in those. */
  restore(doc: Y.Doc, index: number, roots?: readonly string[]): void {
    makeEqual(doc, this.documentAt(index), roots);
  }
}

class Player {
  readonly steps: Step[] = [];
  readonly checkpoints = new Checkpoints();
  readonly #docs = new Map<string, Y.Doc>();
  readonly #labels = new Map<AuthorId, string>();

  play(event: ViewEvent): void {
    if (event.kind === 'author') this.#labels.set(event.author, new TextDecoder().decode(event.label));
    else if (event.kind === 'update') this.add(event.author, event.content, 'update');
    else if (event.kind === 'snapshot') this.add(event.author, event.document, 'snapshot');
  }

  /** Adds a version for a content that changes something: a snapshot mostly repeats what the updates before it said. */
  add(author: AuthorId | undefined, content: Uint8Array, kind: Version['kind']): void {
    const read = readContent(content);
    if (read.kind !== 'parsed') return;
    const characters = { added: 0, removed: 0 };
    const documents = read.value.documents.filter((one) => this.#apply(one, characters));
    if (documents.length === 0) return;
    const version: Version = {
      at: this.steps.length,
      author,
      label: (author && this.#labels.get(author)) ?? '',
      time: read.value.unixMs,
      bytes: documents.reduce((sum, { update }) => sum + update.length, 0),
      kind,
      guids: documents.map(({ guid }) => guid),
    };
    this.steps.push({ version, documents, characters });
    this.checkpoints.passed(this.steps.length, version.bytes, this.#docs);
  }

  #apply(one: DocumentUpdate, characters: { added: number; removed: number }): boolean {
    const doc = this.#docs.get(one.guid) ?? new Y.Doc({ guid: one.guid });
    this.#docs.set(one.guid, doc);
    let changed = false;
    const count = (transaction: Y.Transaction): void => {
      const counted = countCharacters(transaction);
      characters.added += counted.added;
      characters.removed += counted.removed;
    };
    const updated = (): void => {
      changed = true;
    };
    doc.on('afterTransaction', count);
    doc.on('update', updated);
    try {
      const waited = doc.store.pendingStructs ?? doc.store.pendingDs;
      // An update that waits for one before it counts too, although it shows only later.
      return apply(doc, one) && (changed || (doc.store.pendingStructs ?? doc.store.pendingDs) !== waited);
    } finally {
      doc.off('afterTransaction', count);
      doc.off('update', updated);
    }
  }
}

function apply(doc: Y.Doc, { encoding, update }: DocumentUpdate): boolean {
  try {
    if (encoding === 'v1') Y.applyUpdate(doc, update);
    else Y.applyUpdateV2(doc, update);
    return true;
  } catch {
    return false; // No update: readers passed it over too.
  }
}

function sessionsOf(steps: readonly Step[]): WritingSession[] {
  interface Growing extends Omit<WritingSession, 'versions'> {
    versions: Version[];
    endTime: number | undefined;
    added: number;
    removed: number;
  }
  const open = new Map<AuthorId | undefined, Growing>();
  const sessions: Growing[] = [];
  for (const { version, characters } of steps) {
    const { author, label, time } = version;
    let session = open.get(author);
    const pause = session?.endTime === undefined || time === undefined ? 0 : Math.abs(time - session.endTime);
    if (!session || pause > PAUSE_MS) {
      session = { author, label, versions: [], startTime: time, endTime: time, added: 0, removed: 0 };
      open.set(author, session);
      sessions.push(session);
    }
    session.versions.push(version);
    session.endTime = time ?? session.endTime;
    session.added += characters.added;
    session.removed += characters.removed;
  }
  return sessions;
}
