// Several users who edit one document, as told by the tests. Every step is done there too, and everything that can
// be compared is given back.
import * as Y from 'yjs'
import { replace, revive } from './values.mjs'

const roots = { text: Y.Text, array: Y.Array, map: Y.Map, xml: Y.XmlFragment }
const base64 = (bytes) => Buffer.from(bytes).toString('base64')

export class Session {
  constructor ({ clients, gc, observe, undo }) {
    this.updates = []
    this.events = []
    this.users = clients.map((clientID) => {
      const doc = new Y.Doc({ gc })
      doc.clientID = clientID
      for (const [name, type] of Object.entries(roots)) doc.get(name, type)
      const history = undo
        ? new Y.UndoManager(Object.keys(roots).map((name) => doc.get(name)), { captureTimeout: 0 })
        : null
      doc.on('update', (update) => this.updates.push(update))
      if (observe) this.observe(doc)
      return { doc, history }
    })
  }

  observe (doc) {
    for (const name of Object.keys(roots)) {
      doc.get(name).observeDeep((events) => {
        for (const event of events) {
          this.events.push(replace({
            path: event.path,
            delta: event.delta,
            keys: Object.fromEntries([...event.changes.keys].map(([key, { action, oldValue }]) =>
              [key, { action, old: oldValue instanceof Y.AbstractType ? 'type' : oldValue }])),
          }))
        }
      })
    }
  }

  find (user, [root, ...path]) {
    let type = this.users[user].doc.get(root)
    for (const step of path) type = type.get(step)
    return type
  }

  run ([verb, user, ...rest]) {
    this[verb](user, ...rest)
  }

  transact (user, steps) {
    this.users[user].doc.transact(() => steps.forEach((step) => this.run(step)))
  }

  textInsert (user, path, index, text, attributes) {
    this.find(user, path).insert(index, text, attributes === null ? undefined : revive(attributes))
  }

  textEmbed (user, path, index, embed, attributes) {
    this.find(user, path).insertEmbed(index, revive(embed), attributes === null ? undefined : revive(attributes))
  }

  textDelete (user, path, index, length) {
    this.find(user, path).delete(index, length)
  }

  textFormat (user, path, index, length, attributes) {
    this.find(user, path).format(index, length, revive(attributes))
  }

  textDelta (user, path, delta) {
    this.find(user, path).applyDelta(revive(delta))
  }

  listInsert (user, path, index, values) {
    this.find(user, path).insert(index, revive(values))
  }

  listPush (user, path, values) {
    this.find(user, path).push(revive(values))
  }

  listDelete (user, path, index, length) {
    this.find(user, path).delete(index, length)
  }

  listGet (user, path, index) {
    this.find(user, path).get(index)
  }

  mapSet (user, path, key, value) {
    this.find(user, path).set(key, revive(value))
  }

  mapDelete (user, path, key) {
    this.find(user, path).delete(key)
  }

  attributeSet (user, path, key, value) {
    this.find(user, path).setAttribute(key, revive(value))
  }

  attributeRemove (user, path, key) {
    this.find(user, path).removeAttribute(key)
  }

  undo (user) {
    this.users[user].history.undo()
  }

  redo (user) {
    this.users[user].history.redo()
  }

  deliver (user, indices) {
    for (const index of indices) Y.applyUpdate(this.users[user].doc, this.updates[index], 'remote')
  }

  deliverMerged (user, indices) {
    Y.applyUpdate(this.users[user].doc, Y.mergeUpdates(indices.map((index) => this.updates[index])), 'remote')
  }

  sync (from, to) {
    const { doc } = this.users[to]
    Y.applyUpdateV2(doc, Y.encodeStateAsUpdateV2(this.users[from].doc, Y.encodeStateVector(doc)), 'remote')
  }

  result () {
    return {
      updates: this.updates.map(base64),
      events: this.events,
      users: this.users.map(({ doc }) => ({
        v1: base64(Y.encodeStateAsUpdate(doc)),
        v2: base64(Y.encodeStateAsUpdateV2(doc)),
        vector: base64(Y.encodeStateVector(doc)),
        snapshot: base64(Y.encodeSnapshot(Y.snapshot(doc))),
        json: replace(doc.toJSON()),
        delta: replace(doc.getText('text').toDelta()),
        positions: [...Array(doc.getText('text').length + 1).keys()].slice(0, 12).map((index) =>
          base64(Y.encodeRelativePosition(
            Y.createRelativePositionFromTypeIndex(doc.getText('text'), index, index % 2 === 0 ? 0 : -1)))),
      })),
    }
  }
}
