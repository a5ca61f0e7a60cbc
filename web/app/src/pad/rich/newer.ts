/**
 * Guards a document from an editor that knows less than it holds: the binding of the editor to Yjs deletes what its
 * schema cannot show. So the pad looks for such names first, and shows a page in the editor's place.
 */
import * as Y from 'yjs';
import { markNames, nodeNames } from './names.ts';

/** Whether a rich document holds what this version does not know. Linear in the document. */
export function holdsNewer(node: Y.XmlFragment): boolean {
  return node.toArray().some(isOrHoldsNewer);
}

function isOrHoldsNewer(node: Y.XmlElement | Y.XmlText | Y.XmlHook): boolean {
  return isNewer(node) || (node instanceof Y.XmlElement && holdsNewer(node));
}

function added(parent: Y.XmlFragment, { beforeState }: Y.Transaction): (Y.XmlElement | Y.XmlText | Y.XmlHook)[] {
  return parent.toArray().filter(({ _item: item }) => {
    return item !== null && item.id.clock >= (beforeState.get(item.id.client) ?? 0);
  });
}

/**
 * Calls `found` when others write something newer, before any editor hears of it. It looks only at what changed.
 * One's own changes come from an editor, which knows them.
 */
export function watchForNewer(doc: Y.Doc, found: () => void): void {
  const rich = doc.getXmlFragment('rich');
  doc.on('beforeObserverCalls', (transaction: Y.Transaction) => {
    if (transaction.local) return;
    for (const type of transaction.changed.keys()) {
      const changed: unknown = type;
      if (changed !== rich && !isInside(rich, type as Y.AbstractType<unknown>)) continue;
      if (changed instanceof Y.XmlText && isNewer(changed)) return found();
      if (changed instanceof Y.XmlFragment && added(changed, transaction).some(isOrHoldsNewer)) return found();
    }
  });
}

function isInside(root: Y.XmlFragment, type: Y.AbstractType<unknown>): boolean {
  for (let item = type._item; item !== null; ) {
    const parent = item.parent;
    if ((parent as unknown) === root) return true;
    if (!(parent instanceof Y.AbstractType)) return false;
    item = parent._item;
  }
  return false;
}

function isNewer(node: Y.XmlElement | Y.XmlText | Y.XmlHook): boolean {
  if (node instanceof Y.XmlElement) return !nodeNames.has(node.nodeName);
  if (!(node instanceof Y.XmlText)) return true;
  // Marks that may overlap carry a hash behind their name.
  const names = (node.toDelta() as { attributes?: object }[]).flatMap(({ attributes = {} }) => Object.keys(attributes));
  return names.some((name) => !markNames.has(name.replace(/--[A-Za-z0-9+/=]{8}$/u, '')));
}
