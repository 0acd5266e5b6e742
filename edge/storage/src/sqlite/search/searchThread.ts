import { parentPort, workerData } from 'node:worker_threads'
import type { SearchPage, SearchQuery } from '../../searchIndex.ts'
import { databaseFile, openForReading } from '../connection.ts'
import { prepareFind } from './findConversations.ts'
import { openIndex } from './indexFile.ts'
import { prepareIndexer, prepareIsOfLog } from './indexLog.ts'

export type SearchQuestion =
  | { readonly ask: 'find'; readonly id: number; readonly query: SearchQuery }
  | { readonly ask: 'catchUp'; readonly id: number }
  | { readonly ask: 'wake' }
  | { readonly ask: 'close' }
export type SearchAnswer =
  | { readonly id: number; readonly page: SearchPage }
  | { readonly id: number; readonly done: true }
  | { readonly id: number; readonly failed: string }

/** Words need not be found in the moment in which they are said, in milliseconds. */
const PAUSE_MS = 300
/** Pauses between steps, in lengths of the step before: while many commit, the machine is theirs. */
const BUSY_REST = 40
const BUSY_EVENTS = 1_000

/*
 * The thread of the search: it reads the log with a connection of its own, writes a file of its own, and answers. Neither the
 * thread that decides nor the one that writes the log does anything for it.
 */
const port = parentPort
if (!port) throw new Error('searchThread runs as a worker thread only')
const { directory } = workerData as { directory: string }
const log = openForReading(databaseFile(directory))
const index = openIndex(directory, prepareIsOfLog(log))
const indexer = prepareIndexer(index, log)
const find = prepareFind(index, log)

let timer: NodeJS.Timeout | undefined
let horizonBefore = indexer.horizon()
const waiting: { readonly id: number; readonly until: number }[] = []

port.on('message', (question: SearchQuestion) => {
  switch (question.ask) {
    case 'wake':
      return schedule(PAUSE_MS)
    case 'catchUp':
      waiting.push({ id: question.id, until: indexer.horizon() })
      return schedule(0)
    case 'find':
      find(question.query).then(
        (page) => post({ id: question.id, page }),
        (fault: unknown) => post({ id: question.id, failed: messageOf(fault) }),
      )
      return
    case 'close':
      clearTimeout(timer)
      index.close()
      log.close()
      port.close()
  }
})

function schedule(ms: number): void {
  if (timer !== undefined && ms > 0) return
  clearTimeout(timer)
  timer = setTimeout(step, ms)
}

function step(): void {
  timer = undefined
  const began = performance.now()
  try {
    const { position, more } = indexer.step()
    answerThose(position)
    const horizon = indexer.horizon()
    const isBusy = horizon - horizonBefore > BUSY_EVENTS
    horizonBefore = horizon
    if (waiting.length > 0) schedule(0)
    else if (more) schedule(Math.max(1, (performance.now() - began) * (isBusy ? BUSY_REST : 1)))
  } catch (fault) {
    for (const { id } of waiting.splice(0)) post({ id, failed: messageOf(fault) })
    schedule(10_000) // A full disk, mostly: nothing is lost, it goes on from where it was.
  }
}

function answerThose(position: number): void {
  const done = waiting.filter(({ until }) => until <= position)
  for (const one of done) {
    waiting.splice(waiting.indexOf(one), 1)
    post({ id: one.id, done: true })
  }
}

const post = (answer: SearchAnswer): void => port.postMessage(answer)
const messageOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault))
