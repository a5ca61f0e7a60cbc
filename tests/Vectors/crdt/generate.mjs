// Writes corpus.json: what Yjs 13.6.33 makes of documents with every kind of content, for Tacit.Crdt to make the
// same of. `npm ci` in tests/Crdt.Tests/node, then `node tests/Vectors/crdt/generate.mjs`. The output is the same
// on every run: client ids and guids are given.
import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
import { replace } from '../../Crdt.Tests/node/values.mjs'

const require = createRequire(new URL('../../Crdt.Tests/node/package.json', import.meta.url))
const Y = await import(require.resolve('yjs').replace('yjs.cjs', 'yjs.mjs'))

const base64 = (bytes) => Buffer.from(bytes).toString('base64')
const scenarios = []

const create = (clientID = 1, options = {}) => {
  const doc = new Y.Doc({ guid: 'corpus', ...options })
  doc.clientID = clientID
  return doc
}

const scenario = (name, roots, build) => {
  const updates = []
  const updatesV2 = []
  const listen = (doc) => {
    doc.on('update', (update) => updates.push(base64(update)))
    doc.on('updateV2', (update) => updatesV2.push(base64(update)))
    return doc
  }
  const doc = build((clientID, options) => listen(create(clientID, options)))
  for (const [root, kind] of Object.entries(roots)) doc.get(root, Y[kind])
  const [v1, v2] = [Y.encodeStateAsUpdate(doc), Y.encodeStateAsUpdateV2(doc)]
  // What a replica that only read it writes: an undo history keeps from collection only where it is.
  const reader = create(99, { gc: doc.gc })
  Y.applyUpdate(reader, v1)
  const text = Object.entries(roots).find(([, kind]) => kind === 'Text')?.[0]
  scenarios.push({
    name,
    roots,
    gc: doc.gc,
    updates,
    updatesV2,
    v1: base64(v1),
    v2: base64(v2),
    v1Read: base64(Y.encodeStateAsUpdate(reader)),
    v2Read: base64(Y.encodeStateAsUpdateV2(reader)),
    v1FromV2: base64(Y.convertUpdateFormatV2ToV1(v2)),
    v2FromV1: base64(Y.convertUpdateFormatV1ToV2(v1)),
    vector: base64(Y.encodeStateVector(doc)),
    snapshot: base64(Y.encodeSnapshot(Y.snapshot(doc))),
    snapshotV2: base64(Y.encodeSnapshotV2(Y.snapshot(doc))),
    json: replace(doc.toJSON()),
    delta: text === undefined ? null : replace(doc.getText(text).toDelta()),
    positions: text === undefined
      ? []
      : [-1, 0].flatMap((assoc) => [0, 1, doc.getText(text).length].map((index) => ({
          index,
          assoc,
          bytes: base64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(doc.getText(text), index, assoc))),
        }))),
  })
}

scenario('empty', {}, (open) => open(1))

for (const clientID of [1, 300, 0x7fffffff, 0xfffffff0, Number.MAX_SAFE_INTEGER]) {
  scenario(`client id ${clientID}`, { text: 'Text' }, (open) => {
    const doc = open(clientID)
    doc.getText('text').insert(0, 'ab')
    doc.getText('text').insert(1, 'c')
    doc.getText('text').delete(0, 1)
    return doc
  })
}

scenario('every value', { array: 'Array', map: 'Map' }, (open) => {
  const doc = open(1)
  const values = [
    null, true, false, 0, -0, 1, -1, 63, 64, 127, 128, 8191, 8192, 2147483647, -2147483647, 2147483648, -2147483648,
    4294967296, Number.MAX_SAFE_INTEGER, 0.5, 0.1, -1.5e-9, 1e21, 1e300, NaN, Infinity, -Infinity, '', 'text', 'ä漢😀',
    [], [1, [2, [undefined]]], {}, { b: 1, a: { 2: 'two', 1: 'one', x: null } },
  ]
  doc.getArray('array').push(values)
  doc.getArray('array').push([new Uint8Array([0, 1, 255]), new Uint8Array()])
  doc.getMap('map').set('undefined', undefined)
  doc.getMap('map').set('bigint', 9007199254740993n)
  doc.getMap('map').set('negative bigint', -1n)
  doc.getMap('map').set('bytes', new Uint8Array([1]))
  values.forEach((value, i) => doc.getMap('map').set(`v${i}`, value))
  return doc
})

scenario('every shared type', { map: 'Map' }, (open) => {
  const doc = open(5)
  const types = {
    array: new Y.Array(),
    map: new Y.Map(),
    text: new Y.Text('inner'),
    element: new Y.XmlElement('p'),
    fragment: new Y.XmlFragment(),
    hook: new Y.XmlHook('hook'),
    xmlText: new Y.XmlText('xml'),
  }
  for (const [key, type] of Object.entries(types)) doc.getMap('map').set(key, type)
  types.array.push([1, new Y.Map()])
  types.map.set('k', new Y.Array())
  types.element.setAttribute('class', 'c')
  types.element.insert(0, [new Y.XmlText('t')])
  types.fragment.insert(0, [new Y.XmlElement('DIV')])
  types.hook.set('h', 1)
  return doc
})

scenario('formats and embeds', { text: 'Text' }, (open) => {
  const doc = open(2)
  const text = doc.getText('text')
  text.insert(0, 'plain bold both italic')
  text.format(6, 9, { bold: true })
  text.format(11, 11, { italic: { level: 1.5, list: [1, null] } })
  text.insertEmbed(5, { image: 'x.png', size: [1, 2.5, 1e-7] })
  text.insertEmbed(0, new Y.Map([['k', 'v']]), { bold: true })
  text.format(2, 8, { bold: null })
  text.applyDelta([{ retain: 3 }, { insert: 'new\n', attributes: { color: 'red' } }, { delete: 2 }])
  text.setAttribute('lang', 'de')
  return doc
})

scenario('concurrent formats', { text: 'Text' }, (open) => {
  const [a, b] = [open(10), open(20)]
  a.getText('text').insert(0, 'the quick brown fox')
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a))
  a.getText('text').format(4, 11, { bold: true })
  b.getText('text').format(10, 9, { bold: true, color: 'brown' })
  b.getText('text').delete(0, 6)
  a.getText('text').format(0, 8, { bold: null })
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b))
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a))
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b))
  return a
})

scenario('surrogates', { text: 'Text' }, (open) => {
  const doc = open(3)
  const text = doc.getText('text')
  text.insert(0, '😀😀😀')
  text.insert(1, 'x')
  text.delete(4, 1)
  return doc
})

scenario('collected parents', { map: 'Map', array: 'Array' }, (open) => {
  const doc = open(4)
  const inner = new Y.Array()
  doc.getMap('map').set('k', inner)
  inner.push([1, new Y.Text('gone'), new Y.Map([['x', 1]])])
  doc.getArray('array').insert(0, ['a', 'b', 'c', 'd'])
  doc.getMap('map').set('k', 'overwritten')
  doc.getArray('array').delete(1, 2)
  return doc
})

scenario('without garbage collection', { text: 'Text', map: 'Map' }, (open) => {
  const doc = open(4, { gc: false })
  doc.getText('text').insert(0, 'kept though deleted')
  doc.getText('text').delete(4, 7)
  doc.getMap('map').set('k', new Y.Text('old'))
  doc.getMap('map').set('k', new Y.Text('new'))
  return doc
})

scenario('a gap and what waits behind it', { text: 'Text' }, (open) => {
  const writer = create(7)
  const parts = []
  writer.on('update', (update) => parts.push(update))
  for (const word of ['one ', 'two ', 'three ', 'four ']) writer.getText('text').insert(writer.getText('text').length, word)
  writer.getText('text').delete(4, 4)
  const doc = open(8)
  Y.applyUpdate(doc, parts[0])
  Y.applyUpdate(doc, Y.mergeUpdates([parts[2], parts[4]]))
  Y.applyUpdate(doc, parts[3])
  return doc
})

scenario('undo and redo', { text: 'Text', map: 'Map' }, (open) => {
  const doc = open(9)
  const undo = new Y.UndoManager([doc.getText('text'), doc.getMap('map')], { captureTimeout: 0 })
  doc.getText('text').insert(0, 'hello world')
  doc.getText('text').delete(2, 5)
  doc.getMap('map').set('k', new Y.Text('nested'))
  doc.getMap('map').get('k').insert(6, '!')
  doc.getMap('map').delete('k')
  for (let i = 0; i < 3; i++) undo.undo()
  undo.redo()
  undo.undo()
  undo.undo()
  undo.redo()
  return doc
})

scenario('sub-documents', { map: 'Map', array: 'Array' }, (open) => {
  const doc = open(11)
  doc.getMap('map').set('plain', new Y.Doc({ guid: 'a' }))
  doc.getMap('map').set('options', new Y.Doc({ guid: 'b', autoLoad: true, gc: false, meta: { title: 'T' } }))
  doc.getArray('array').push([new Y.Doc({ guid: 'c' }), 1])
  doc.getMap('map').delete('plain')
  return doc
})

scenario('three writers at one place', { text: 'Text' }, (open) => {
  const docs = [open(3), open(1), open(2)]
  docs[0].getText('text').insert(0, '[]')
  for (const doc of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[0]))
  docs.forEach((doc, i) => ['a', 'b', 'c'].forEach((letter, at) => doc.getText('text').insert(1 + at, letter + i)))
  docs.forEach((doc, i) => doc.getText('text').insert(1, `<${i}`))
  for (let round = 0; round < 2; round++) {
    for (const from of docs) for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)))
  }
  return docs[2]
})

writeFileSync(new URL('corpus.json', import.meta.url),
  JSON.stringify({ source: 'yjs 13.6.33', scenarios }, null, 1) + '\n')
