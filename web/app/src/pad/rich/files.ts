/** Files into rich text: dropped, pasted or picked. */
import { type Editor, Extension, type Extensions } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { isPicture, type PadFiles } from '../blobs/pad-files.svelte.ts';
import AttachmentChip from './AttachmentChip.svelte';
import { AttachmentNode } from './attachment-node.ts';
import { fileView } from './file-view.svelte.ts';
import { keepPlace } from './kept-place.ts';
import PictureFigure from './PictureFigure.svelte';
import { ImageNode } from './schema.ts';

/** The nodes of the schema with their looks. */
export function fileNodes(files: PadFiles): Extensions {
  return [
    ImageNode.extend({ addNodeView: () => fileView(PictureFigure, 'figure', files) }),
    AttachmentNode.extend({ addNodeView: () => fileView(AttachmentChip, 'span', files) }),
  ];
}

/** Each file goes in when it is safe on this device; its place moves along with what is written meanwhile. */
export async function addFiles(editor: Editor, files: PadFiles, added: readonly File[], at?: number): Promise<void> {
  const placeOf = keepPlace(editor.state, at ?? editor.state.selection.from);
  for (const file of added) {
    const reference = await files.add(file);
    if (reference === undefined || editor.isDestroyed || !editor.isEditable) continue;
    const node = isPicture(file.type)
      ? { type: 'image', attrs: { src: reference, alt: '' } }
      : { type: 'attachment', attrs: { src: reference, name: file.name, type: file.type, size: file.size } };
    editor.commands.insertContentAt(placeOf(editor.state) ?? editor.state.doc.content.size, node);
  }
}

export function fileArrivals(files: PadFiles): Extension {
  return Extension.create({
    name: 'fileArrivals',
    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        new Plugin({
          key: new PluginKey('fileArrivals'),
          props: {
            handlePaste: (view, event) => {
              const added = filesOf(event.clipboardData);
              if (added.length === 0 || !view.editable || !files.canAdd || hasText(event.clipboardData)) return false;
              void addFiles(editor, files, added);
              return true;
            },
            handleDrop: (view, event) => {
              const added = filesOf(event.dataTransfer);
              if (added.length === 0 || !view.editable || !files.canAdd) return false;
              event.preventDefault();
              const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
              void addFiles(editor, files, added, at);
              return true;
            },
          },
        }),
      ];
    },
  });
}

function filesOf(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])];
}

/** What an office program copies comes as text and as its picture: then the text is meant. */
function hasText(data: DataTransfer | null): boolean {
  return (data?.getData('text/plain') ?? '').trim() !== '';
}
