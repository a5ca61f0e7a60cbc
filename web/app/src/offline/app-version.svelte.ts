/** What the browser's `ServiceWorkerContainer` does for the page, as narrow as the page uses it. */
export interface WorkerHost {
  readonly controller: unknown;
  register(path: string): Promise<WorkerRegistration>;
  addEventListener(event: 'controllerchange', heard: () => void): void;
}

export interface WorkerRegistration {
  readonly active: unknown;
  readonly waiting: WaitingWorker | null;
  readonly installing: WaitingWorker | null;
  addEventListener(event: 'updatefound', heard: () => void): void;
  update(): Promise<unknown>;
}

export interface WaitingWorker {
  readonly state: string;
  postMessage(message: 'take-over'): void;
  addEventListener(event: 'statechange', heard: () => void): void;
}

/** Looked for no more often than this when the page comes back to the front. */
export const lookAgainAfterMs = 15 * 60_000;

/**
 * Which version of the app is shown, and whether a newer one waits. Invariant: the page is reloaded as soon as another
 * version took over, in this tab or in another, for pages never mix versions; before that, nothing changes by itself.
 */
export class AppVersion {
  readonly #reload: () => void;
  readonly #now: () => number;
  #registration: WorkerRegistration | undefined;
  #waiting = $state.raw<WaitingWorker | undefined>();
  #isOffline = $state(false);
  #lookedAtMs = 0;
  #isReloading = false;

  constructor(reload: () => void, now: () => number) {
    this.#reload = reload;
    this.#now = now;
  }

  /** A newer version is on this device, whole, and waits to be used. */
  get isNewerReady(): boolean {
    return this.#waiting !== undefined;
  }

  /** The whole app is on this device, so that it opens without a network. */
  get opensOffline(): boolean {
    return this.#isOffline;
  }

  /** Where the browser has no workers (a page without TLS), the app works, and needs the network to open. */
  async follow(host: WorkerHost | undefined): Promise<void> {
    if (host === undefined) return;
    host.addEventListener('controllerchange', () => this.#replaced());
    try {
      const registration = await host.register('/service-worker.js');
      this.#registration = registration;
      this.#lookedAtMs = this.#now();
      registration.addEventListener('updatefound', () => this.#watch(registration));
      this.#watch(registration);
    } catch {
      // Private windows of some browsers, or a server that is down: asked again at the next visit.
    }
  }

  /** Asks the server for a newer version, if it was not asked just before. */
  look(): void {
    if (this.#now() - this.#lookedAtMs < lookAgainAfterMs) return;
    this.#lookedAtMs = this.#now();
    this.#registration?.update().catch(() => undefined);
  }

  /** Uses the newer version: this page and all other tabs of the app reload. */
  takeOver(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    waiting.addEventListener('statechange', () => {
      if (waiting.state === 'activated') this.#replaced();
    });
    waiting.postMessage('take-over');
  }

  #watch(registration: WorkerRegistration): void {
    this.#settle(registration);
    const { installing } = registration;
    installing?.addEventListener('statechange', () => this.#settle(registration));
  }

  #settle(registration: WorkerRegistration): void {
    this.#isOffline = registration.active !== null;
    // The first version of all waits for nobody, and is no newer one.
    this.#waiting = registration.active === null ? undefined : (registration.waiting ?? undefined);
  }

  #replaced(): void {
    if (this.#isReloading) return;
    this.#isReloading = true;
    this.#reload();
  }
}
