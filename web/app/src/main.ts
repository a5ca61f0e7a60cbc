import { mount } from 'svelte';
import App from './App.svelte';
import { realClock } from './clock.ts';
import { browserStorage } from './device-storage.ts';
import { AppVersion } from './offline/app-version.svelte.ts';
import { Keeping } from './offline/keeping.svelte.ts';
import { Me } from './pad/presence.svelte.ts';
import { Profile } from './profile/profile.svelte.ts';
import { Route } from './route.svelte.ts';
import { Preferences } from './settings/preferences.svelte.ts';
import { RecentPads } from './start/recent-pads.svelte.ts';
import { language, speak } from './texts.ts';
import './theme.css';

const storage = browserStorage(window);
const preferences = new Preferences(storage, document);
speak(preferences.spoken(navigator.languages));
document.documentElement.lang = language;

const recent = new RecentPads(storage);
const me = new Me(storage, Math.random);
const profile = new Profile({ storage, recent, me, load: () => import('./profile/profile-client.ts') });
const version = new AppVersion(() => location.reload(), () => realClock.now());

mount(App, {
  target: document.getElementById('app')!,
  props: {
    route: new Route(window),
    clock: realClock,
    recent,
    me,
    preferences,
    profile,
    version,
    keeping: new Keeping(storage, navigator.storage),
  },
});

// Another tab changed something.
addEventListener('storage', () => {
  recent.reload();
  void profile.reload();
});

// After the page is there: nothing of this is waited for, and fetching the whole app must not slow its first page.
const afterwards = (): void => {
  void profile.start();
  void version.follow(navigator.serviceWorker as ServiceWorkerContainer | undefined);
};
const whenIdle = (): void => {
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) requestIdleCallback(afterwards, { timeout: 3_000 });
  else setTimeout(afterwards, 1_000);
};
if (document.readyState === 'complete') whenIdle();
else addEventListener('load', whenIdle);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') version.look();
});
