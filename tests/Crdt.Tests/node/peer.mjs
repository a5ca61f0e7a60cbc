// Answers requests, one JSON value a line, in order. `node peer.mjs`
import { createInterface } from 'node:readline'
import * as Y from 'yjs'
import { Session } from './session.mjs'
import { replace } from './values.mjs'

const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64'))
const base64 = (array) => Buffer.from(array).toString('base64')

const requests = {
  session ({ setup, steps }) {
    const session = new Session(setup)
    for (const step of steps) session.run(step)
    return session.result()
  },

  /** What Yjs sees in an update. */
  open ({ update, v2, roots }) {
    const doc = new Y.Doc()
    ;(v2 ? Y.applyUpdateV2 : Y.applyUpdate)(doc, bytes(update))
    for (const [name, kind] of Object.entries(roots)) doc.get(name, Y[kind])
    return { json: replace(doc.toJSON()), v1: base64(Y.encodeStateAsUpdate(doc)), v2: base64(Y.encodeStateAsUpdateV2(doc)) }
  },

  merge ({ updates, v2 }) {
    return base64((v2 ? Y.mergeUpdatesV2 : Y.mergeUpdates)(updates.map(bytes)))
  },

  diff ({ update, vector, v2 }) {
    return base64((v2 ? Y.diffUpdateV2 : Y.diffUpdate)(bytes(update), bytes(vector)))
  },

  convert ({ update, toV2 }) {
    return base64((toV2 ? Y.convertUpdateFormatV1ToV2 : Y.convertUpdateFormatV2ToV1)(bytes(update)))
  },

  vectorOf ({ update, v2 }) {
    // Not encodeStateVectorFromUpdateV2: its bytes are version 1 all the same.
    return base64((v2 ? Y.encodeStateVectorFromUpdateV2 : Y.encodeStateVectorFromUpdate)(bytes(update)))
  },
}

console.warn = () => {}
console.log = () => {}
for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...request } = JSON.parse(line)
  let answer
  try {
    answer = { answer: requests[ask](request) }
  } catch (error) {
    answer = { error: String(error?.stack ?? error) }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
