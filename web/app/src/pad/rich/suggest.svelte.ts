import type { Editor, Range } from '@tiptap/core';
import { PluginKey } from '@tiptap/pm/state';
import { Suggestion, type SuggestionProps } from '@tiptap/suggestion';
import { Extension } from '@tiptap/core';

/** Something to choose from a list that opens while one types. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly icon?: string;
  /** Of a person. */
  readonly color?: string;
  choose(editor: Editor, range: Range): void;
}

/** The list that is open at the caret, if one is. The keys stay with the text; this moves the marked line. */
export class Suggest {
  #choices = $state.raw<readonly Choice[]>([]);
  #index = $state(0);
  #props = $state.raw<SuggestionProps<Choice, Choice> | undefined>();

  get isOpen(): boolean {
    return this.#props !== undefined && this.#choices.length > 0;
  }

  get choices(): readonly Choice[] {
    return this.#choices;
  }

  get index(): number {
    return this.#index;
  }

  /** Puts the list's element beside the caret; gives back what takes it away. */
  get mount(): SuggestionProps['mount'] | undefined {
    return this.#props?.mount;
  }

  choose(choice: Choice): void {
    this.#props?.command(choice);
  }

  /** Two extensions share it: at one caret only one of them is open. */
  extension(name: string, char: string, choices: (query: string) => Choice[], isStartOfLine = false): Extension {
    const suggest = this;
    const key = new PluginKey(name);
    return Extension.create({
      name,
      addProseMirrorPlugins() {
        return [
          Suggestion<Choice, Choice>({
            editor: this.editor,
            pluginKey: key,
            char,
            startOfLine: isStartOfLine,
            items: ({ query }) => choices(query),
            allow: ({ editor, state, range }) =>
              editor.isEditable && state.doc.resolve(range.from).parent.type.name !== 'codeBlock',
            // Others type such characters too, and what they type closes no list.
            shouldShow: ({ editor, transaction }) =>
              editor.isFocused && (suggest.isOpen || transaction.getMeta('y-sync$') === undefined),
            command: ({ editor, range, props }) => props.choose(editor, range),
            render: () => ({
              onStart: (props) => suggest.#show(props, true),
              onUpdate: (props) => suggest.#show(props, false),
              onKeyDown: ({ event }) => suggest.#key(event),
              onExit: () => suggest.#close(),
            }),
          }),
        ];
      },
    });
  }

  #show(props: SuggestionProps<Choice, Choice>, isNew: boolean): void {
    if (isNew || props.query !== this.#props?.query) this.#index = 0;
    this.#choices = props.items;
    this.#props = props;
  }

  #close(): void {
    this.#props = undefined;
    this.#choices = [];
  }

  #key(event: KeyboardEvent): boolean {
    const count = this.#choices.length;
    if (!this.isOpen || event.isComposing) return false;
    if (event.key === 'ArrowDown') this.#index = (this.#index + 1) % count;
    else if (event.key === 'ArrowUp') this.#index = (this.#index + count - 1) % count;
    else if (event.key === 'Enter' || event.key === 'Tab') this.choose(this.#choices[this.#index]!);
    else if (event.key === 'Escape') this.#close();
    else return false;
    return true;
  }
}
