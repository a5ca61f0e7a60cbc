/** Which page the address asks for. */
export type Page = { kind: 'start' } | { kind: 'pad'; link: string };

/** The part of a browser's window that the route reads and moves. */
export interface Address {
  readonly location: Pick<Location, 'origin' | 'hash' | 'assign'>;
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
    const isStart = hash === '' || hash === '#' || hash === '#/';
    this.#page = isStart ? { kind: 'start' } : { kind: 'pad', link: `${origin}/${hash}` };
  }
}
