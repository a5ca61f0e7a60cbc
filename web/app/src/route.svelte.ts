/** Which page the address asks for. */
export type Page =
  | { kind: 'start' }
  /** `token` came in a link from another device; it holds the key of a profile. */
  | { kind: 'profile'; token?: string }
  | { kind: 'pad'; link: string };

/** The part of a browser's window that the route reads and moves. */
export interface Address {
  readonly location: Pick<Location, 'origin' | 'hash' | 'assign'>;
  readonly history: Pick<History, 'replaceState'>;
  addEventListener(event: 'hashchange', heard: () => void): void;
}

/** Follows the fragment of the address for as long as the page lives. */
export class Route {
  readonly #address: Address;
  #page = $state.raw<Page>({ kind: 'start' });

  constructor(address: Address) {
    this.#address = address;
    address.addEventListener('hashchange', () => this.#follow());
    this.#follow();
  }

  get page(): Page {
    return this.#page;
  }

  /** Opens a link; one of another server leads to that server's own page. */
  open(link: string): void {
    this.#address.location.assign(link);
  }

  #follow(): void {
    const { hash, origin } = this.#address.location;
    if (hash === '' || hash === '#' || hash === '#/') {
      this.#page = { kind: 'start' };
      return;
    }
    const [, isProfile, token] = /^#\/(profile)(?:\/(.*))?$/su.exec(hash) ?? [];
    if (isProfile === undefined) {
      this.#page = { kind: 'pad', link: `${origin}/${hash}` };
    } else if (token === undefined || token === '') {
      this.#page = { kind: 'profile' };
    } else {
      // The token opens everything: it stays neither in the address bar nor in the history.
      this.#address.history.replaceState(null, '', '/#/profile');
      this.#page = { kind: 'profile', token };
    }
  }
}
