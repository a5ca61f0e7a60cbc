import { expect, test } from 'vitest';
import { Route } from './route.svelte.ts';

function addressed(hash: string) {
  let heard = (): void => {};
  const location = {
    origin: 'https://a.example',
    hash,
    assign(link: string | URL): void {
      location.hash = new URL(link).hash;
      heard();
    },
  };
  const history = {
    replaceState(_data: unknown, _title: string, url?: string | URL | null): void {
      location.hash = new URL(String(url), location.origin).hash;
    },
  };
  return { location, history, addEventListener: (_event: 'hashchange', run: () => void) => void (heard = run) };
}

test.each(['', '#', '#/'])('the fragment %j is the start page', (hash) => {
  expect(new Route(addressed(hash)).page).toEqual({ kind: 'start' });
});

test('any other fragment is a link, also a wrong one: the pad page says what is wrong', () => {
  expect(new Route(addressed('#/pad/edit/T')).page).toEqual({ kind: 'pad', link: 'https://a.example/#/pad/edit/T' });
  expect(new Route(addressed('#x')).page).toEqual({ kind: 'pad', link: 'https://a.example/#x' });
});

test('follows the address', () => {
  const route = new Route(addressed(''));
  route.open('https://a.example/#/pad/view/T');
  expect(route.page).toEqual({ kind: 'pad', link: 'https://a.example/#/pad/view/T' });
  route.open('https://a.example/');
  expect(route.page).toEqual({ kind: 'start' });
});

test('a link to a profile is taken out of the address before it is looked at', () => {
  const address = addressed('#/profile/secret');
  expect(new Route(address).page).toEqual({ kind: 'profile', token: 'secret' });
  expect(address.location.hash).toBe('#/profile');
  expect(new Route(address).page).toEqual({ kind: 'profile' });
});
