import * as Y from 'yjs';
import type { Clock } from '../clock.ts';
import type { Refusal } from '../refused/explanations.ts';
import type { RecentPads } from '../start/recent-pads.svelte.ts';
import { texts } from '../texts.ts';
import type { Connect, PadConnection, PadLink, ReadLink } from './client.ts';
import { countsOf, type Counts } from './counts.ts';
import type { FreshPad } from './fresh-pad.ts';
import { kindOf, type PadKind } from './kind.ts';
import { Presence, type Me } from './presence.svelte.ts';
import { textOfRich } from './rich/fragment-text.ts';
import { holdsNewer, watchForNewer } from './rich/newer.ts';
import { SaveState } from './save-state.svelte.ts';

/** Titles come from others too; longer ones are cut where they are shown, not where they are kept. */
export const titleCharactersMax = 200;

// Counting is linear in the text: not at every key, but before anyone would look.
const countAfterMs = 200;

/** What a pad needs from around it. */
export interface Surroundings {
  readonly clock: Clock;
  readonly me: Me;
  readonly recent: RecentPads;
  readonly readLink: ReadLink;
  readonly connect: Connect;
  /** What the pad begins with, if it was made on this page. */
  readonly fresh?: FreshPad | undefined;
}

/** The document while it is open: what the editor binds to. */
export interface OpenDocument {
  readonly connection: PadConnection;
  readonly doc: Y.Doc;
  readonly presence: Presence;
}

/**
 * Where the page stands. `refused` is for a pad that shows nothing; a refusal that comes later leaves the text where it
 * is, and is told by `Pad.refusal`.
 */
export type PadPhase =
  | { kind: 'opening' }
  | { kind: 'locked'; wasWrong: boolean }
  | { kind: 'open'; document: OpenDocument }
  | { kind: 'refused'; error: Refusal };

/**
 * One pad, from its link to its text. Invariants: at most one connection is open at a time, and none after `close`;
 * what the document holds is shown as long as it is there, whatever the server says.
 */
export class Pad {
  readonly saveState: SaveState;
  readonly #link: string;
  readonly #around: Surroundings;
  #phase = $state.raw<PadPhase>({ kind: 'opening' });
  #title = $state('');
  #kind = $state<PadKind | 'newer' | undefined>();
  #language = $state('');
  #counts = $state.raw<Counts>({ words: 0, characters: 0 });
  #wasSynced = $state(false);
  #isReader = $state(false);
  #refusal = $state.raw<Refusal | undefined>();
  #padLink = $state.raw<PadLink | undefined>();
  #links = $state.raw<PadConnection['links']>({});
  #wereLinksReplaced = false;
  #password: string | undefined;
  #doc: Y.Doc | undefined;
  readonly #met = new Set<string>();
  #isClosed = false;
  #callOffCount: (() => void) | undefined;
  #fresh: FreshPad | undefined;
  #fillFailed = $state(false);
  #unsentFiles = $state(0);

  constructor(link: string, around: Surroundings) {
    this.#link = link;
    this.#around = around;
    this.#fresh = around.fresh;
    this.saveState = new SaveState(around.clock, () => ({
      readsOnly: this.isViewOnly,
      isDurable: this.#document?.connection.isDurable ?? true,
      unsentFiles: this.#unsentFiles,
    }));
  }

  get phase(): PadPhase {
    return this.#phase;
  }

  get title(): string {
    return this.#title;
  }

  /** `undefined` until something of the pad is here: an empty document does not tell what it will be. */
  get kind(): PadKind | 'newer' | undefined {
    return this.#kind;
  }

  /** Of a code pad: a name of `code/languages.ts`, or whatever a newer version wrote. */
  get language(): string {
    return this.#language;
  }

  /** What the pad was to begin with could not be put into it. */
  get fillFailed(): boolean {
    return this.#fillFailed;
  }

  get counts(): Counts {
    return this.#counts;
  }

  get capability(): PadLink['capability'] | undefined {
    return this.#padLink?.capability;
  }

  /** Whether the link asked for a password. */
  get hasPassword(): boolean {
    return this.#padLink?.needsPassword === true;
  }

  /** What this pad can be shared by; empty until the client has read its own link. */
  get links(): PadConnection['links'] {
    return this.#links;
  }

  /** Why nothing more is sent although the text is here. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** Why what is written is not taken for now; it is sent again by itself. */
  get delay(): Refusal | undefined {
    const { status } = this.saveState;
    return status.kind === 'syncing' ? status.error : undefined;
  }

  /** By its link, or because the server gave this device no more than reading. */
  get isViewOnly(): boolean {
    return this.#padLink?.capability === 'view' || this.#isReader;
  }

  /** Also when writing would be in vain: nobody should type what will never be sent. */
  get isReadOnly(): boolean {
    // Only the server can tell a wrong password, so what is written before it spoke may belong to no pad at all.
    const isUnproved = this.#password !== undefined && !this.#wasSynced;
    return this.isViewOnly || this.#refusal !== undefined || isUnproved;
  }

  /** The pad was never here, so an empty text may only mean that it has not come yet. */
  get isFirstVisit(): boolean {
    return !this.#wasSynced && this.#counts.characters === 0 && this.#title === '';
  }

  /** Whether leaving now would lose something, in the plain sense of the word. */
  get mayLose(): boolean {
    const { connection } = this.#document ?? {};
    return connection !== undefined && !connection.isDurable && this.saveState.kind !== 'saved';
  }

  /** The pad's text without its formatting. Linear in it. */
  get text(): string {
    const doc = this.#doc;
    if (doc === undefined) return '';
    return this.#kind === 'rich' ? textOfRich(doc.getXmlFragment('rich')) : doc.getText('text').toString();
  }

  async open(): Promise<void> {
    const read = await this.#around.readLink(this.#link);
    if (this.#isClosed) return;
    if (read.kind === 'refused') {
      this.#phase = read;
      return;
    }
    if (read.link.layer !== 'pad') {
      this.#phase = { kind: 'refused', error: { code: 'not-a-pad', sentence: texts.pad.notAPad, detail: undefined } };
      return;
    }
    this.#padLink = read.link;
    if (read.link.needsPassword) this.#phase = { kind: 'locked', wasWrong: false };
    else this.#connect();
  }

  unlock(password: string): void {
    this.#password = password;
    this.#connect();
  }

  /** Starts over after a refusal; what this device keeps is read again. */
  retry(): void {
    if (this.#padLink === undefined) void this.open();
    else this.#connect();
  }

  rename(title: string): void {
    if (this.isReadOnly || title === this.#title) return;
    this.#doc?.getMap('meta').set('title', title);
  }

  setLanguage(language: string): void {
    if (!this.isReadOnly) this.#doc?.getMap('meta').set('language', language);
  }

  close(): void {
    this.#isClosed = true;
    this.#disconnect();
  }

  get #document(): OpenDocument | undefined {
    return this.#phase.kind === 'open' ? this.#phase.document : undefined;
  }

  #connect(): void {
    this.#disconnect();
    this.#refusal = undefined;
    const doc = new Y.Doc();
    const connection = this.#around.connect(this.#link, doc, {
      password: this.#password,
      label: this.#around.me.name,
    });
    const meta = doc.getMap('meta');
    this.#doc = doc;
    const presence = new Presence(connection.awareness, this.#around.me);
    this.#phase = { kind: 'open', document: { connection, doc, presence } };
    connection.awareness.on('change', () => this.#meet(presence));
    doc.getText('text').observe(() => this.#textChanged());
    doc.getXmlFragment('rich').observeDeep(() => this.#textChanged());
    watchForNewer(doc, () => (this.#kind = 'newer'));
    meta.observe(({ keysChanged }) => {
      if (keysChanged.has('title')) this.#titleChanged(meta.get('title'));
      this.#metaChanged(meta);
    });
    this.#unsentFiles = connection.blobs?.pending.length ?? 0;
    connection.blobs?.on('pending', ({ length }) => (this.#unsentFiles = length));
    this.#begin(doc, connection);
    connection.on('status', () => this.#statusChanged(connection));
    connection.on('synced', () => this.#statusChanged(connection));
    connection.on('role', () => this.#statusChanged(connection));
    connection.on('authors', () => this.#statusChanged(connection));
    this.#remember();
    this.#statusChanged(connection);
  }

  /** Writes what a new pad begins with, once: a second connection finds it in what the device keeps. */
  #begin(doc: Y.Doc, connection: PadConnection): void {
    const fresh = this.#fresh;
    this.#fresh = undefined;
    if (fresh === undefined) return;
    doc.transact(() => {
      const meta = doc.getMap('meta');
      meta.set('kind', fresh.kind);
      if (fresh.title !== undefined) meta.set('title', fresh.title);
      if (fresh.language !== undefined) meta.set('language', fresh.language);
    });
    void Promise.resolve(fresh.fill?.(doc, connection.blobs)).catch(() => (this.#fillFailed = true));
  }

  #metaChanged(meta: Y.Map<unknown>): void {
    if (this.#kind === 'newer') return;
    const kind = kindOf(meta.get('kind'));
    this.#kind = kind === 'rich' && holdsNewer(meta.doc!.getXmlFragment('rich')) ? 'newer' : kind;
    const language = meta.get('language');
    this.#language = typeof language === 'string' ? language : 'markdown';
    this.#rememberKind();
  }

  #disconnect(): void {
    this.saveState.stop();
    this.#callOffCount?.();
    this.#callOffCount = undefined;
    const { presence, connection } = this.#document ?? {};
    presence?.stop();
    connection?.destroy();
    this.#doc?.destroy();
    this.#doc = undefined;
  }

  #statusChanged(connection: PadConnection): void {
    // A connection that was given up may still have a word to say.
    if (connection !== this.#document?.connection) return;
    const { status } = connection;
    this.saveState.heard(status);
    this.#isReader = connection.role === 'reader';
    this.#linksChanged(connection.links);
    if (connection.synced && !this.#wasSynced) {
      this.#wasSynced = true;
      this.#remember();
    }
    if (connection.synced && this.#kind === undefined) this.#metaChanged(this.#document.doc.getMap('meta'));
    if (status.kind === 'refused' || status.kind === 'forked') this.#refused(status.error);
    else this.#refusal = undefined;
  }

  /** An owner may have ended the links that were; what the list of this device keeps is their successor. */
  #linksChanged(links: PadConnection['links']): void {
    if (links === this.#links) return;
    const isFirst = Object.keys(this.#links).length === 0;
    this.#links = links;
    this.#wereLinksReplaced ||= !isFirst;
    if (!isFirst) this.#remember();
  }

  get #newestFragment(): string {
    const { capability = 'view', needsPassword = false } = this.#padLink ?? {};
    // A link with a password is written anew each time; the one that was opened is as good until it is replaced.
    const newest = needsPassword && !this.#wereLinksReplaced ? undefined : this.#links[capability];
    const link = newest ?? this.#link;
    return link.slice(link.indexOf('#'));
  }

  #refused(error: Refusal): void {
    const isLocked = error.code === 'password-needed' || error.code === 'password-wrong';
    if (isLocked) {
      this.#disconnect();
      this.#phase = { kind: 'locked', wasWrong: error.code === 'password-wrong' };
    } else if (this.#doc !== undefined && isEmpty(this.#doc)) {
      this.#disconnect();
      this.#phase = { kind: 'refused', error };
    } else {
      this.#refusal = error;
    }
  }

  /** Puts the pad on the list of this device, once it is known that there is one behind the link. */
  #remember(): void {
    const link = this.#padLink;
    if (link === undefined) return;
    const { recent, clock } = this.#around;
    if (!this.#wasSynced && link.capability !== 'own' && !recent.has(link.channel)) return;
    recent.opened({
      channel: link.channel,
      capability: link.capability,
      fragment: this.#newestFragment,
      title: this.#title,
      openedAtMs: clock.now(),
    });
    this.#rememberKind();
    if (this.#met.size > 0) recent.met(link.channel, [...this.#met]);
  }

  #rememberKind(): void {
    const kind = this.#kind;
    if (this.#padLink === undefined || kind === undefined || kind === 'newer') return;
    this.#around.recent.kindKnown(this.#padLink.channel, kind);
  }

  /** Notes who else is here, each once: carets move far more often than people come. */
  #meet(presence: Presence): void {
    const names = presence.people.filter(({ isSelf, name }) => !isSelf && !this.#met.has(name)).map(({ name }) => name);
    if (names.length === 0) return;
    for (const name of names) this.#met.add(name);
    if (this.#padLink !== undefined) this.#around.recent.met(this.#padLink.channel, names);
  }

  #titleChanged(title: unknown): void {
    this.#title = typeof title === 'string' ? [...title].slice(0, titleCharactersMax).join('') : '';
    if (this.#padLink !== undefined) this.#around.recent.titled(this.#padLink.channel, this.#title);
  }

  #textChanged(): void {
    // Text without a word of what it is: a pad from before there were kinds.
    if (this.#kind === undefined && this.#doc !== undefined && this.#doc.getText('text').length > 0) this.#kind = 'text';
    // A text that just came is counted at once, or the page would say for a moment that it is empty.
    if (this.#counts.characters === 0) this.#counts = countsOf(this.text);
    this.#callOffCount ??= this.#around.clock.after(countAfterMs, () => {
      this.#callOffCount = undefined;
      this.#counts = countsOf(this.text);
    });
  }
}

function isEmpty(doc: Y.Doc): boolean {
  return doc.getText('text').length === 0 && doc.getXmlFragment('rich').length === 0 && doc.getMap('meta').size === 0;
}
