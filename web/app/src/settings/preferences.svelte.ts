import type { DeviceStorage } from '../device-storage.ts';
import { LANGUAGES, languageOf, type Language } from '../texts.ts';

export const themes = ['system', 'light', 'dark'] as const;
export const motions = ['system', 'off'] as const;

export type Theme = (typeof themes)[number];
export type Motion = (typeof motions)[number];

/** The part of a document that shows the choices: theme.css reads them. */
export interface Stage {
  readonly documentElement: { lang: string; dir: string; readonly dataset: DOMStringMap };
}

/** How this device shows the app. Kept on it; each choice shows at once, but the language, which needs a new page. */
export class Preferences {
  readonly #storage: DeviceStorage;
  readonly #stage: Stage;
  #theme = $state<Theme>('system');
  #motion = $state<Motion>('system');
  #language = $state<Language | 'system'>('system');

  constructor(storage: DeviceStorage, stage: Stage) {
    this.#storage = storage;
    this.#stage = stage;
    this.#theme = themes.find((one) => one === storage.read('tacit.theme')) ?? 'system';
    this.#motion = motions.find((one) => one === storage.read('tacit.motion')) ?? 'system';
    this.#language = LANGUAGES.find((one) => one === storage.read('tacit.language')) ?? 'system';
    this.#show();
  }

  get theme(): Theme {
    return this.#theme;
  }

  get motion(): Motion {
    return this.#motion;
  }

  /** `system`: what the browser asks for. */
  get language(): Language | 'system' {
    return this.#language;
  }

  /** The language to speak, given what the browser asks for (BCP 47, best first). */
  spoken(wanted: readonly string[]): Language {
    return this.#language === 'system' ? languageOf(wanted) : this.#language;
  }

  chooseTheme(theme: Theme): void {
    this.#theme = theme;
    this.#storage.write('tacit.theme', theme);
    this.#show();
  }

  chooseMotion(motion: Motion): void {
    this.#motion = motion;
    this.#storage.write('tacit.motion', motion);
    this.#show();
  }

  chooseLanguage(language: Language | 'system'): void {
    this.#language = language;
    this.#storage.write('tacit.language', language);
  }

  #show(): void {
    const { dataset } = this.#stage.documentElement;
    if (this.#theme === 'system') delete dataset['theme'];
    else dataset['theme'] = this.#theme;
    if (this.#motion === 'system') delete dataset['motion'];
    else dataset['motion'] = this.#motion;
  }
}
