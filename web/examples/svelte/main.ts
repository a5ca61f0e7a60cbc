import { mount } from 'svelte';
import { link, me, show } from '../shared/frame.ts';
import Groceries from './Groceries.svelte';
import { Pad } from './pad.svelte.ts';

const pad = new Pad(link);
pad.provider.awareness.setLocalStateField('user', me);
mount(Groceries, { target: document.querySelector('#editor')!, props: { pad } });
show(pad.provider);
