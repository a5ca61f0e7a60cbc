import { TacitProvider } from '@tacit/yjs';

export const Provider = TacitProvider;
