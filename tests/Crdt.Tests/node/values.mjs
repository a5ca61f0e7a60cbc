// How values that JSON lacks travel between the tests and this peer.
import * as Y from 'yjs'

const types = {
  array: () => new Y.Array(),
  map: () => new Y.Map(),
  text: () => new Y.Text(),
  xmlElement: (name) => new Y.XmlElement(name),
  xmlFragment: () => new Y.XmlFragment(),
  xmlHook: (name) => new Y.XmlHook(name),
  xmlText: () => new Y.XmlText(),
}

const special = {
  $undefined: () => undefined,
  $number: (text) => Number(text),
  $bigint: (text) => BigInt(text),
  $bytes: (text) => new Uint8Array(Buffer.from(text, 'base64')),
  $doc: (guid) => new Y.Doc({ guid }),
  $type: ([kind, name]) => types[kind](name),
}

/** The value that a JSON value stands for. */
export const revive = (json) => {
  if (Array.isArray(json)) return json.map(revive)
  if (json === null || typeof json !== 'object') return json
  const [first] = Object.keys(json)
  if (first in special) return special[first](json[first])
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, revive(value)]))
}

/** The JSON value that stands for a value. */
export const replace = (value) => {
  if (value === undefined) return { $undefined: 0 }
  // XML spells the letters of an attribute one by one, halves of pairs included; JSON readers refuse those.
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'bigint') return { $bigint: value.toString() }
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $number: Object.is(value, -0) ? '-0' : String(value) }
  }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (value instanceof Y.Doc) return { $doc: value.guid }
  if (value instanceof Y.AbstractType) return replace(value.toJSON())
  if (Array.isArray(value)) return value.map(replace)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replace(member)]))
}
