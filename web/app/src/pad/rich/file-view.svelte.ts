/** Nodes of files in the editor: a Svelte component for each, told of what changes. */
import type { Editor, NodeViewRenderer, NodeViewRendererProps } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { type Component, mount, unmount } from 'svelte';
import type { PadFiles } from '../blobs/pad-files.svelte.ts';

/** What a node's component sees of it. */
export class FileView {
  readonly editor: Editor;
  readonly files: PadFiles;
  readonly #place: () => number | undefined;
  #node = $state.raw() as Node;
  #isSelected = $state(false);
  #isEditable = $state(false);

  constructor(files: PadFiles, { editor, node, getPos }: NodeViewRendererProps) {
    this.editor = editor;
    this.files = files;
    this.#node = node;
    this.#place = getPos;
    this.readEditable();
  }

  get node(): Node {
    return this.#node;
  }

  get isSelected(): boolean {
    return this.#isSelected;
  }

  get isEditable(): boolean {
    return this.#isEditable;
  }

  /** An attribute as text: another client may have written anything. */
  text(name: string): string {
    const value: unknown = this.#node.attrs[name];
    return typeof value === 'string' ? value : '';
  }

  number(name: string): number {
    const value: unknown = this.#node.attrs[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  }

  set(attributes: Readonly<Record<string, unknown>>): void {
    const place = this.#place();
    if (place === undefined || !this.editor.isEditable) return;
    this.editor.view.dispatch(
      this.editor.state.tr.setNodeMarkup(place, undefined, { ...this.#node.attrs, ...attributes }),
    );
    this.editor.commands.setNodeSelection(place);
  }

  select(): void {
    const place = this.#place();
    if (place !== undefined) this.editor.commands.setNodeSelection(place);
  }

  remove(): void {
    const place = this.#place();
    if (place === undefined || !this.editor.isEditable) return;
    this.editor.chain().focus().deleteRange({ from: place, to: place + this.#node.nodeSize }).run();
  }

  /** The node has new attributes, or the editor another state. */
  take(node: Node): void {
    this.#node = node;
    this.readEditable();
  }

  mark(isSelected: boolean): void {
    this.#isSelected = isSelected;
    this.readEditable();
  }

  readEditable(): void {
    this.#isEditable = this.editor.isEditable;
  }
}

export function fileView(component: Component<{ view: FileView }>, tag: string, files: PadFiles): NodeViewRenderer {
  return (props) => {
    const view = new FileView(files, props);
    const dom = document.createElement(tag);
    dom.contentEditable = 'false';
    const mounted = mount(component, { target: dom, props: { view } });
    const reread = (): void => view.readEditable();
    props.editor.on('update', reread);
    return {
      dom,
      update: (node) => {
        if (node.type !== view.node.type) return false;
        view.take(node);
        return true;
      },
      selectNode: () => view.mark(true),
      deselectNode: () => view.mark(false),
      // What is typed and dragged inside belongs to the component.
      stopEvent: (event) => event.target instanceof Element && event.target.closest('input, button, [data-own]') !== null,
      ignoreMutation: () => true,
      destroy: () => {
        props.editor.off('update', reread);
        void unmount(mounted);
      },
    };
  };
}
