import type { Clock } from '../clock.ts';
import type { Keep } from '../offline/keeping.svelte.ts';
import { language, texts } from '../texts.ts';
import type { SyncStatus } from './client.ts';

/** What the badge needs to know beside the status to say no more than is true. */
export interface Circumstances {
  /** A view link saves nothing, so it is never told that something was saved. */
  readonly readsOnly: boolean;
  /** Whether unsent changes outlive this tab. */
  readonly isDurable: boolean;
  /** Pictures and files of the pad that the server does not have whole. */
  readonly unsentFiles: number;
}

/**
 * The state of the pad as the badge says it. Invariants: `kind` is the newest status heard, without delay in either
 * direction, but not `saved` while a file is missing on the server; the countdown runs only while offline, and the clock holds nothing of this state after `stop`.
 */
export class SaveState {
  readonly #clock: Clock;
  readonly #circumstances: () => Circumstances;
  #status = $state.raw<SyncStatus>({ kind: 'connecting', unsentCount: 0 });
  #savedAtMs = $state<number | undefined>();
  #retryInSeconds = $state<number | undefined>();
  #retryAtMs: number | undefined;
  #callOff: () => void = () => {};

  constructor(clock: Clock, circumstances: () => Circumstances) {
    this.#clock = clock;
    this.#circumstances = circumstances;
  }

  get status(): SyncStatus {
    return this.#status;
  }

  get kind(): SyncStatus['kind'] {
    return this.#status.kind === 'saved' && this.#unsentFiles > 0 ? 'syncing' : this.#status.kind;
  }

  get unsentCount(): number {
    return 'unsentCount' in this.#status ? this.#status.unsentCount : 0;
  }

  /** What is so. Changes only when something happened, so that a screen reader may read it aloud. */
  get text(): string {
    const status = this.#status;
    switch (status.kind) {
      case 'offline':
        return this.#withUnsent(texts.state.offline, ': ');
      case 'connecting':
        return this.#withUnsent(texts.state.connecting, ' ');
      case 'syncing':
        if (status.error !== undefined) return this.#withUnsent(texts.state.waiting, ': ');
        return status.unsentCount > 0 ? texts.state.sending : texts.state.fetching;
      case 'saved':
        if (this.#unsentFiles > 0) return texts.state.filesMissing(this.#unsentFiles);
        return this.#circumstances().readsOnly ? texts.state.upToDate : texts.state.saved;
      case 'refused':
        return texts.state.refused;
      case 'forked':
        return texts.state.forked;
    }
  }

  /** What happens next; changes every second while offline. */
  get next(): string | undefined {
    if (this.#retryInSeconds === undefined) return undefined;
    return this.#retryInSeconds > 0 ? texts.state.retryIn(this.#retryInSeconds) : texts.state.retryNow;
  }

  /** Of this device, in sentences; `keep` is what the browser promised. */
  onDevice(keep: Keep): string {
    const { readsOnly, isDurable } = this.#circumstances();
    if (!isDurable) return texts.where.deviceNothing;
    const keeps = readsOnly ? texts.where.deviceReads : texts.where.deviceKeeps;
    return keep === 'may-clear' ? `${keeps} ${texts.where.deviceMayClear}` : keeps;
  }

  /** Of the server, in sentences: what it has, since when, how much waits, and when that is tried again. */
  get onServer(): string {
    const { where } = texts;
    const status = this.#status;
    switch (status.kind) {
      case 'saved':
        if (this.#unsentFiles > 0) return where.serverFilesMissing(this.#unsentFiles);
        return (this.#circumstances().readsOnly ? where.serverReads : where.serverSaved)(this.#savedAt ?? '');
      case 'syncing':
        if (status.error !== undefined) return this.#sentences(where.serverDelays);
        return status.unsentCount > 0 ? where.serverSending(status.unsentCount) : where.serverFetching;
      case 'connecting':
        return this.#sentences(where.serverConnecting);
      case 'offline':
        return this.#sentences(where.serverUnreached);
      case 'refused':
      case 'forked':
        return where.serverRefused;
    }
  }

  heard(status: SyncStatus): void {
    this.stop();
    // Since when nothing waits: hearing the same again does not make it later.
    if (status.kind === 'saved' && this.#status.kind !== 'saved') this.#savedAtMs = this.#clock.now();
    this.#status = status;
    this.#retryAtMs =
      status.kind === 'offline' && status.retryInMs !== undefined ? this.#clock.now() + status.retryInMs : undefined;
    this.#countDown();
  }

  stop(): void {
    this.#callOff();
    this.#callOff = () => {};
  }

  get #unsentFiles(): number {
    return this.#circumstances().unsentFiles;
  }

  get #savedAt(): string | undefined {
    if (this.#savedAtMs === undefined) return undefined;
    return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(this.#savedAtMs);
  }

  #sentences(first: string): string {
    const { where } = texts;
    const [seconds, savedAt] = [this.#retryInSeconds, this.#savedAt];
    return [
      first,
      this.unsentCount > 0 ? where.serverWaits(this.unsentCount) : '',
      savedAt === undefined ? '' : where.serverLast(savedAt),
      seconds === undefined || seconds === 0 ? '' : where.next(seconds),
    ]
      .filter((sentence) => sentence !== '')
      .join(' ');
  }

  #withUnsent(text: string, joint: string): string {
    const unsentCount = this.unsentCount;
    if (unsentCount === 0) return text;
    const { isDurable } = this.#circumstances();
    return text + joint + (isDurable ? texts.state.kept(unsentCount) : texts.state.onlyHere(unsentCount));
  }

  #countDown(): void {
    if (this.#retryAtMs === undefined) {
      this.#retryInSeconds = undefined;
      return;
    }
    const leftMs = Math.max(0, this.#retryAtMs - this.#clock.now());
    // Rounded up: it never says zero while it still waits.
    this.#retryInSeconds = Math.ceil(leftMs / 1_000);
    if (leftMs === 0) return;
    this.#callOff = this.#clock.after(leftMs % 1_000 || 1_000, () => this.#countDown());
  }
}
