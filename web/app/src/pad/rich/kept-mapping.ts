import type { Node } from '@tiptap/pm/model';
import type * as Y from 'yjs';

type Nodes = Node | Node[];

/**
 * Which node of the editor stands for which Yjs type. The binding empties it whenever others write, and then builds the
 * whole document anew; it also removes, one by one, all that changed, which is enough. So this one is not emptied: that
 * keeps the work for a letter from elsewhere to the paragraph it is in.
 */
export class KeptMapping extends Map<Y.AbstractType<unknown>, Nodes> {
  override clear(): void {}
}
