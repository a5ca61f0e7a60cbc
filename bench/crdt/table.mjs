// Reads the figures of bench/crdt/run and prints medians as a Markdown table.
import { readFileSync } from 'node:fs'

const runs = readFileSync(0, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const show = (value) => value === undefined ? 'gave up' : value >= 100 ? value.toFixed(0) : value.toFixed(2)

console.log('| case | figure | Tacit.Crdt | Yjs 13.6.33 | times better |\n| --- | --- | ---: | ---: | ---: |')
for (const name of new Set(runs.map((run) => run.case))) {
  const these = runs.filter((run) => run.case === name)
  const of = (side, key) => {
    const values = these.map((run) => run[side][key]).filter((value) => value !== undefined)
    return values.length === 0 ? undefined : median(values)
  }
  for (const key of ['ms', 'coldMs', 'heapMB', 'updateBytes', 'stateBytes', 'bytes']) {
    const [ours, theirs] = [of('ours', key), of('theirs', key)]
    if (ours === undefined && theirs === undefined) continue
    const times = ours === undefined || theirs === undefined ? '' : (theirs / ours).toFixed(ours === theirs ? 0 : 1)
    console.log(`| ${name} | ${key} | ${show(ours)} | ${show(theirs)} | ${times} |`)
  }
}
