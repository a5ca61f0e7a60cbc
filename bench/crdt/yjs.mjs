// The cases of Cases.cs in Yjs. node yjs.mjs CASE DATA prints the figures as one line of JSON.
// --expose-gc is needed for the heap figure.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

// The one installed for the tests: node bench/crdt/yjs.mjs needs no packages of its own.
const require = createRequire(new URL('../../tests/Crdt.Tests/node/package.json', import.meta.url))
const Y = require('yjs')

const client = 3141592653
const N = 6000
const clients = Math.floor(20 * Math.sqrt(N))

const read = (data, name) => JSON.parse(gunzipSync(readFileSync(join(data, `${name}.json.gz`))))

const time = (work) => {
  globalThis.gc?.()
  const start = performance.now()
  const figures = work() ?? {}
  return { ms: round(performance.now() - start), ...figures }
}

const milliseconds = (work) => {
  const start = performance.now()
  work()
  return performance.now() - start
}

const round = (ms) => Math.round(ms * 1000) / 1000
const check = (holds) => { if (!holds) throw new Error('The result is wrong.') }
const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]

// The median of five, after two seconds of the same work.
const warm = (work) => {
  const start = performance.now()
  while (performance.now() - start < 2000) work()
  return round(median([...Array(5)].map(() => milliseconds(work))))
}

// The same sequence on each run, though not the one of the C# cases.
const randomFrom = (seed) => () => {
  seed = (seed * 1664525 + 1013904223) >>> 0
  return seed / 2 ** 32
}

const typePaper = (patches, v2) => {
  const doc = new Y.Doc()
  doc.clientID = client
  const updates = []
  doc.on(v2 ? 'updateV2' : 'update', (update) => updates.push(update))
  const text = doc.getText('text')
  for (const [index, deleted, inserted] of patches) {
    doc.transact(() => {
      if (deleted > 0) text.delete(index, deleted)
      if (inserted !== '') text.insert(index, inserted)
    })
  }
  return { doc, updates }
}

const paper = (data) => {
  const { txns, endContent } = read(data, 'automerge-paper')
  return { patches: txns.flatMap(({ patches }) => patches), end: endContent }
}

const encode = (doc, v2) => (v2 ? Y.encodeStateAsUpdateV2 : Y.encodeStateAsUpdate)(doc)

const type = (data, v2) => {
  const { patches, end } = paper(data)
  let typed
  const figures = time(() => { typed = typePaper(patches, v2) })
  check(typed.doc.getText('text').toString() === end)
  const state = encode(typed.doc, v2)
  return {
    ...figures,
    updateBytes: typed.updates.reduce((sum, update) => sum + update.length, 0),
    stateBytes: state.length,
    sha256: createHash('sha256').update(state).digest('hex'),
  }
}

const replay = (data) => {
  const { patches, end } = paper(data)
  const { updates } = typePaper(patches, false)
  return time(() => {
    const doc = new Y.Doc()
    for (const update of updates) Y.applyUpdate(doc, update)
    check(doc.getText('text').toString() === end)
  })
}

const load = (data, v2) => {
  const file = join(tmpdir(), `yjs-bench-paper-${v2 ? 'v2' : 'v1'}.bin`)
  if (!existsSync(file)) {
    writeFileSync(file, encode(typePaper(paper(data).patches, false).doc, v2))
    return { again: true }
  }
  const state = new Uint8Array(readFileSync(file))
  const apply = v2 ? Y.applyUpdateV2 : Y.applyUpdate
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  const doc = new Y.Doc()
  const coldMs = round(milliseconds(() => apply(doc, state)))
  let text = ''
  const readMs = round(milliseconds(() => { text = doc.getText('text').toString() }))
  check(text.length === 104852)
  text = ''
  globalThis.gc?.()
  const heapMB = Math.round((process.memoryUsage().heapUsed - before) / 1e4) / 100
  const ms = warm(() => {
    const again = new Y.Doc()
    apply(again, state)
    check(again.getText('text').toString().length === 104852)
  })
  check(doc.getText('text').length > 0)
  return { ms, coldMs, readMs, heapMB, bytes: state.length }
}

const encoding = (data, v2) => {
  const { doc } = typePaper(paper(data).patches, false)
  const loaded = new Y.Doc()
  Y.applyUpdate(loaded, encode(doc, false))
  return { ms: warm(() => encode(loaded, v2)), bytes: encode(loaded, v2).length }
}

const concurrent = (data, name) => {
  const { txns, endContent } = read(data, name)
  return time(() => {
    const agents = Math.max(...txns.map(({ agent }) => agent)) + 1
    let last
    const docs = [...Array(agents).keys()].map((agent) => {
      const doc = new Y.Doc()
      doc.clientID = agent + 1
      doc.on('update', (update) => { last = update })
      return doc
    })
    const has = docs.map(() => new Uint8Array(txns.length))
    const updates = []
    const takeIn = (doc, known, wanted) => {
      const open = [wanted]
      const found = new Set()
      while (open.length > 0) {
        const next = open.pop()
        if (known[next] || found.has(next)) continue
        found.add(next)
        open.push(...txns[next].parents)
      }
      for (const next of [...found].sort((a, b) => a - b)) {
        Y.applyUpdate(doc, updates[next])
        known[next] = 1
      }
    }
    txns.forEach(({ agent, parents, patches }, i) => {
      const doc = docs[agent]
      for (const parent of parents) takeIn(doc, has[agent], parent)
      const text = doc.getText('text')
      doc.transact(() => {
        for (const [index, deleted, inserted] of patches) {
          if (deleted > 0) text.delete(index, deleted)
          if (inserted !== '') text.insert(index, inserted)
        }
      })
      updates[i] = last
      has[agent][i] = 1
    })
    for (let i = 0; i < txns.length; i++) takeIn(docs[0], has[0], i)
    return {
      stateBytes: encode(docs[0], true).length,
      lengthDiffers: docs[0].getText('text').length - endContent.length,
    }
  })
}

const pair = () => {
  const doc = new Y.Doc()
  doc.clientID = 1
  const other = new Y.Doc()
  doc.on('update', (update) => Y.applyUpdate(other, update))
  return { doc, other }
}

const size = (doc) => ({ stateBytes: encode(doc, true).length })

const write = (edit) => time(() => {
  const { doc, other } = pair()
  const text = doc.getText('text')
  const random = randomFrom(1)
  for (let i = 0; i < N; i++) edit(text, i, random)
  check(other.getText('text').length === text.length)
  return size(doc)
})

const many = (edit) => {
  const updates = [...Array(clients).keys()].map((i) => {
    const doc = new Y.Doc()
    doc.clientID = i + 1
    edit(doc, i)
    return encode(doc, false)
  })
  return time(() => {
    const doc = new Y.Doc()
    for (const update of updates) Y.applyUpdate(doc, update)
    return size(doc)
  })
}

const at = (random, length) => Math.floor(random() * (length + 1))

const growRandom = (count) => time(() => {
  const text = new Y.Doc().getText('text')
  const random = randomFrom(1)
  for (let i = 0; i < count; i++) text.insert(at(random, text.length), 'a')
  return { length: text.length }
})

const growDelete = (count) => {
  const text = new Y.Doc().getText('text')
  text.insert(0, 'a'.repeat(count * 2))
  return time(() => {
    const random = randomFrom(1)
    for (let i = 0; i < count; i++) text.delete(at(random, text.length - 1), 1)
    return { length: text.length }
  })
}

const growConflict = (count) => {
  const updates = [...Array(count).keys()].map((i) => {
    const doc = new Y.Doc()
    doc.clientID = i + 1
    doc.getText('text').insert(0, 'a')
    return encode(doc, false)
  })
  return time(() => {
    const doc = new Y.Doc()
    for (const update of updates) Y.applyUpdate(doc, update)
    return { length: doc.getText('text').length }
  })
}

const growMerge = (data, count) => {
  const { updates } = typePaper(paper(data).patches.slice(0, count), false)
  return time(() => ({ bytes: Y.mergeUpdates(updates).length }))
}

const cases = {
  'type-v1': (data) => type(data, false),
  'type-v2': (data) => type(data, true),
  'replay-v1': replay,
  'load-v1': (data) => load(data, false),
  'load-v2': (data) => load(data, true),
  'encode-v1': (data) => encoding(data, false),
  'encode-v2': (data) => encoding(data, true),
  friendsforever: (data) => concurrent(data, 'friendsforever'),
  clownschool: (data) => concurrent(data, 'clownschool'),
  'b1-append': () => write((text, i) => text.insert(i, 'a')),
  'b1-prepend': () => write((text) => text.insert(0, 'a')),
  'b1-random': () => write((text, i, random) => text.insert(at(random, i), 'a')),
  'b1-words': () => write((text, i, random) =>
    text.insert(at(random, text.length), 'w'.repeat(3 + Math.floor(random() * 6)))),
  'b1-array': () => time(() => {
    const { doc, other } = pair()
    const array = doc.getArray('array')
    for (let i = 0; i < N; i++) array.insert(0, [i])
    check(other.getArray('array').length === N)
    return size(doc)
  }),
  'b2-concurrent': () => time(() => {
    const docs = [1, 2].map((clientID) => Object.assign(new Y.Doc(), { clientID }))
    const random = randomFrom(1)
    docs[0].getText('text').insert(0, 'x'.repeat(100))
    Y.applyUpdate(docs[1], encode(docs[0], false))
    for (const doc of docs) {
      doc.transact(() => {
        const text = doc.getText('text')
        for (let i = 0; i < N; i++) text.insert(at(random, text.length), 'a')
      })
    }
    const first = encode(docs[0], false)
    Y.applyUpdate(docs[0], encode(docs[1], false))
    Y.applyUpdate(docs[1], first)
    check(docs[0].getText('text').toString() === docs[1].getText('text').toString())
    return size(docs[0])
  }),
  'b3-map': () => many((doc, i) => doc.getMap('map').set('v', i)),
  'b3-text': () => many((doc, i) => doc.getText('text').insert(0, String(i))),
  'grow-random-100k': () => growRandom(100_000),
  'grow-random-1m': () => growRandom(1_000_000),
  'grow-delete-10k': () => growDelete(10_000),
  'grow-delete-100k': () => growDelete(100_000),
  'grow-conflict-1k': () => growConflict(1_000),
  'grow-conflict-10k': () => growConflict(10_000),
  'grow-merge-1600': (data) => growMerge(data, 1_600),
  'grow-merge-16000': (data) => growMerge(data, 16_000),
}

const [name, data] = process.argv.slice(2)
console.log(JSON.stringify(cases[name](data)))
