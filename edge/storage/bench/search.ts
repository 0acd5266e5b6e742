/** How fast the search takes up the log, how large it gets, and how long it looks. `npx tsx edge/storage/bench/search.ts [texts]` */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { account, at, message, noon, numberedId, openMany, row, said } from '../src/conformance/examples.ts'
import { openSqliteStorage } from '../src/sqlite/open.ts'

const texts = Number(process.argv[2] ?? 50_000)
const CONVERSATIONS = 1_000
const WORDS = Array.from({ length: 5_000 }, (_, index) => `word${((index * 2_654_435_761) % 1_000_003).toString(36)}`)
/** Few words are common, most are rare, as in every language. */
const word = () => WORDS[Math.floor(WORDS.length * Math.random() ** 3)]
const sentence = () => Array.from({ length: 12 }, word).join(' ')

const directory = mkdtempSync(join(tmpdir(), 'baton-search-'))
const storage = await openSqliteStorage({ directory, clock: { now: () => noon } })
try {
  await openMany(storage, CONVERSATIONS)
  for (let seq = 2; seq < 2 + texts / CONVERSATIONS; seq += 1) {
    await Promise.all(
      Array.from({ length: CONVERSATIONS }, (_, index) =>
        storage.conversations.commit(
          message(seq - 1, {
            conversationId: numberedId(index),
            events: [said(seq, sentence())],
            listRow: row({ consumerId: `consumer-${index}` as never, updatedAt: at(seq) }),
          }),
        ),
      ),
    )
  }
  const began = performance.now()
  await storage.search.catchUp()
  const took = performance.now() - began
  console.log(`${texts} texts in ${Math.round(took)} ms: ${Math.round((texts / took) * 1_000)} a second`)
  console.log(`log ${megabytes('baton.db')}, search ${megabytes('search.db')}`)
  const kinds = {
    'a common word': WORDS[0],
    'a rare word': WORDS.at(-1),
    'three words': `${WORDS[0]} ${WORDS[1]} ${WORDS[2]}`,
    'a beginning': 'wo',
  }
  for (const [kind, words = ''] of Object.entries(kinds)) {
    const times: number[] = []
    for (let n = 0; n < 20; n += 1) {
      const start = performance.now()
      await storage.search.find({ accountId: account, words, limit: 20 })
      times.push(performance.now() - start)
    }
    times.sort((a, b) => a - b)
    console.log(`${kind}: median ${times[10]?.toFixed(1)} ms, worst ${times.at(-1)?.toFixed(1)} ms`)
  }
} finally {
  await storage.close()
  rmSync(directory, { recursive: true })
}

function megabytes(file: string): string {
  return `${(statSync(join(directory, file)).size / 1_048_576).toFixed(1)} MiB`
}
