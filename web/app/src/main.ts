import { mount } from 'svelte';
import App from './App.svelte';
import { realClock } from './clock.ts';
import { browserStorage } from './device-storage.ts';
import { Me } from './pad/presence.svelte.ts';
import { Route } from './route.svelte.ts';
import { RecentPads } from './start/recent-pads.svelte.ts';
import { language, languageOf, speak } from './texts.ts';
import './theme.css';

const storage = browserStorage(window);

speak(languageOf([storage.read('tacit.language') ?? '', ...navigator.languages].filter((tag) => tag !== '')));
document.documentElement.lang = language;

mount(App, {
  target: document.getElementById('app')!,
  props: {
    route: new Route(window),
    clock: realClock,
    recent: new RecentPads(storage),
    me: new Me(storage, Math.random),
  },
});
