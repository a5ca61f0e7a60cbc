/**
 * Makes one document equal to another by ordinary edits, so that everybody gets them and nothing is lost from the log.
 * What is equal stays untouched: the same beginning and end of texts and lists, the same keys of maps, the same nodes.
 */
import * as Y from 'yjs';
import { isEqual } from './plain-values.ts';
import { makeTextEqual, sameText } from './text-edits.ts';

// Yjs types its types by their events, which are of no interest here.
type AnyType = Y.AbstractType<any>;

/** A list of children, as arrays and XML have it. */
interface List {
  readonly children: readonly unknown[];
  remove(at: number, count: number): void;
  insert(at: number, values: unknown[]): void;
}

/** Makes `doc` equal to `target` in one transaction; with `roots`, only in those. `target` stays as it is. */
export function makeEqual(doc: Y.Doc, target: Y.Doc, roots?: readonly string[]): void {
  const names = roots ?? [...new Set([...doc.share.keys(), ...target.share.keys()])];
  doc.transact(() => {
    for (const name of names) {
      const shape = shapeOf(doc.share.get(name)) ?? shapeOf(target.share.get(name));
      if (shape) makeTypeEqual(doc.get(name, shape) as AnyType, target.get(name, shape) as AnyType);
    }
  });
}

/**
 * The class of a root. One that came from others has none until the app asks for it by a class, so it shows only in
 * what it holds; `undefined` if that is nothing.
 */
function shapeOf(root: AnyType | undefined): (new () => AnyType) | undefined {
  if (!root) return undefined;
  if (root.constructor !== Y.AbstractType) return root.constructor as new () => AnyType;
  if (root._map.size > 0) return Y.Map;
  for (let item = root._start; item; item = item.right) {
    const { content } = item;
    if (content instanceof Y.ContentString || content instanceof Y.ContentFormat || content instanceof Y.ContentEmbed) {
      return Y.Text;
    }
    if (content instanceof Y.ContentType) return isXml(content.type) ? Y.XmlFragment : Y.Array;
    if (!(content instanceof Y.ContentDeleted)) return Y.Array;
  }
  return undefined;
}

function isXml(type: unknown): boolean {
  return type instanceof Y.XmlElement || type instanceof Y.XmlText || type instanceof Y.XmlHook;
}

function makeTypeEqual(live: AnyType, target: AnyType): void {
  if (live instanceof Y.Text && target instanceof Y.Text) {
    makeTextEqual(live, target);
    if (live instanceof Y.XmlText && target instanceof Y.XmlText) makeAttributesEqual(live, target);
  } else if (live instanceof Y.Map && target instanceof Y.Map) {
    makeMapEqual(live, target);
  } else if (live instanceof Y.XmlFragment && target instanceof Y.XmlFragment) {
    if (live instanceof Y.XmlElement && target instanceof Y.XmlElement) makeAttributesEqual(live, target);
    makeListEqual(xmlList(live), target.toArray());
  } else if (live instanceof Y.Array && target instanceof Y.Array) {
    makeListEqual(arrayList(live), target.toArray());
  }
}

function makeMapEqual(live: Y.Map<unknown>, target: Y.Map<unknown>): void {
  for (const key of [...live.keys()]) if (!target.has(key)) live.delete(key);
  for (const [key, value] of target.entries()) {
    const there = live.get(key);
    if (live.has(key) && isSame(there, value)) continue;
    if (canBecome(there, value)) makeTypeEqual(there as AnyType, value as AnyType);
    else live.set(key, copy(value));
  }
}

function makeAttributesEqual(live: Y.XmlElement | Y.XmlText, target: Y.XmlElement | Y.XmlText): void {
  const [there, wanted] = [live.getAttributes(), target.getAttributes()] as Record<string, unknown>[];
  for (const name of Object.keys(there!)) if (!(name in wanted!)) live.removeAttribute(name);
  for (const [name, value] of Object.entries(wanted!)) {
    // Editors keep numbers and objects in attributes too, whatever the type says.
    if (!isEqual(there![name], value)) live.setAttribute(name, value as string);
  }
}

function makeListEqual(live: List, wanted: readonly unknown[]): void {
  const there = live.children;
  const most = Math.min(there.length, wanted.length);
  let start = 0;
  while (start < most && isSame(there[start], wanted[start])) start++;
  let end = 0;
  while (end < most - start && isSame(there[there.length - 1 - end], wanted[wanted.length - 1 - end])) end++;

  // In between, what can become the other does, so that a changed word does not replace its paragraph.
  let at = start;
  const [thereEnd, wantedEnd] = [there.length - end, wanted.length - end];
  while (at < Math.min(thereEnd, wantedEnd) && canBecome(there[at], wanted[at])) {
    makeTypeEqual(there[at] as AnyType, wanted[at] as AnyType);
    at++;
  }
  if (thereEnd > at) live.remove(at, thereEnd - at);
  if (wantedEnd > at) live.insert(at, wanted.slice(at, wantedEnd).map(copy));
}

function xmlList(fragment: Y.XmlFragment): List {
  return {
    children: fragment.toArray(),
    remove: (at, count) => fragment.delete(at, count),
    insert: (at, values) => fragment.insert(at, values as Y.XmlElement[]),
  };
}

function arrayList(array: Y.Array<unknown>): List {
  return {
    children: array.toArray(),
    remove: (at, count) => array.delete(at, count),
    insert: (at, values) => array.insert(at, values),
  };
}

function canBecome(live: unknown, wanted: unknown): boolean {
  if (!(live instanceof Y.AbstractType) || !(wanted instanceof Y.AbstractType)) return false;
  if (live.constructor !== wanted.constructor || live instanceof Y.XmlHook) return false;
  return !(live instanceof Y.XmlElement) || live.nodeName === (wanted as Y.XmlElement).nodeName;
}

function isSame(live: unknown, wanted: unknown): boolean {
  if (live instanceof Y.Doc || wanted instanceof Y.Doc) {
    return live instanceof Y.Doc && wanted instanceof Y.Doc && live.guid === wanted.guid;
  }
  if (!(live instanceof Y.AbstractType) || !(wanted instanceof Y.AbstractType)) return isEqual(live, wanted);
  if (live instanceof Y.XmlHook && wanted instanceof Y.XmlHook) {
    return live.hookName === wanted.hookName && sameMap(live, wanted);
  }
  if (!canBecome(live, wanted)) return false;
  if (live instanceof Y.Text) return sameText(live, wanted as Y.Text) && sameAttributes(live, wanted);
  if (live instanceof Y.Map) return sameMap(live, wanted as Y.Map<unknown>);
  return sameAttributes(live, wanted) && sameList(live, wanted as Y.Array<unknown>);
}

function sameMap(live: Y.Map<unknown>, wanted: Y.Map<unknown>): boolean {
  const same = (key: string): boolean => live.has(key) && isSame(live.get(key), wanted.get(key));
  return live.size === wanted.size && [...wanted.keys()].every(same);
}

function sameList(live: AnyType, wanted: Y.Array<unknown>): boolean {
  const [there, others] = [(live as unknown as Y.Array<unknown>).toArray(), wanted.toArray()];
  return there.length === others.length && there.every((one, at) => isSame(one, others[at]));
}

function sameAttributes(live: unknown, wanted: unknown): boolean {
  const has = (one: unknown): one is Y.XmlElement | Y.XmlText =>
    one instanceof Y.XmlElement || one instanceof Y.XmlText;
  return !has(live) || !has(wanted) || isEqual(live.getAttributes(), wanted.getAttributes());
}

/** A value for another document: types are made anew, a sub-document keeps its guid. */
function copy(value: unknown): unknown {
  if (value instanceof Y.Doc) {
    const { guid, meta, autoLoad, gc } = value;
    return new Y.Doc({ guid, meta, autoLoad, gc, shouldLoad: autoLoad });
  }
  if (!(value instanceof Y.AbstractType)) return value;
  if (value instanceof Y.XmlHook) return value.clone();
  if (value instanceof Y.Map) return new Y.Map([...value.entries()].map(([key, one]) => [key, copy(one)] as const));
  if (value instanceof Y.Array) return Y.Array.from(value.toArray().map(copy) as object[]);
  return (value as Y.Text | Y.XmlElement).clone();
}
