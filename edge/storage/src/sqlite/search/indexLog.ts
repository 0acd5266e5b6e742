import { isJsonObject } from '@baton/base'
import type { Content } from '@baton/content'
import type { Database } from 'better-sqlite3'

interface Row {
  readonly position: number
  readonly at: number
  readonly key: number
  readonly accountId: string
  readonly event: string
  readonly body: string | null
}

/** Events of one step. */
const BATCH = 300
/** Of one text; what lies behind is not searched. */
const MAX_WORDS = 20_000

export interface LogIndexer {
  /** Reads on in the log. @returns how far the index is, and whether there is more */
  step(): { readonly position: number; readonly more: boolean }
  horizon(): number
}

/** What stands at a position, to know a log again by. */
export function prepareIsOfLog(log: Database): (position: number, mark: string) => boolean {
  const find = log.prepare<[number], Pick<Row, 'at' | 'key'>>(
    'SELECT at, conversation_key AS key FROM events WHERE position = ?',
  )
  return (position, mark) => {
    const row = find.get(position)
    return row !== undefined && markOf(row) === mark
  }
}

const markOf = ({ at, key }: Pick<Row, 'at' | 'key'>): string => `${at}.${key}`

export function prepareIndexer(index: Database, log: Database): LogIndexer {
  const read = log.prepare<[number], Row>(
    `SELECT e.position, e.at, e.conversation_key AS key, c.account_id AS accountId, e.event, e.body
     FROM events AS e CROSS JOIN conversations AS c ON c.key = e.conversation_key
     WHERE e.position > ? ORDER BY e.position LIMIT ${BATCH}`,
  )
  const newest = log.prepare<[], number>('SELECT coalesce(max(position), 0) FROM events').pluck()
  const progress = index.prepare<[], number>('SELECT position FROM progress').pluck()
  const advance = index.prepare<[number, string]>('UPDATE progress SET position = ?, mark = ?')
  const insertText = index.prepare<[number, number, string, string]>('INSERT INTO texts VALUES (?, ?, ?, ?)')
  const insertFound = index.prepare<[number, string, string]>(
    'INSERT INTO found (rowid, words, scope) VALUES (?, ?, ?)',
  )
  const insertHandled = index.prepare<[number, number]>('INSERT OR IGNORE INTO handled VALUES (?, ?)')
  const textsOf = index.prepare<[number], { position: number; words: string; scope: string }>(
    'SELECT position, words, scope FROM texts WHERE conversation_key = ?',
  )
  const removeFound = index.prepare<[number, string, string]>(
    `INSERT INTO found (found, rowid, words, scope) VALUES ('delete', ?, ?, ?)`,
  )
  const removeTexts = index.prepare<[number]>('DELETE FROM texts WHERE conversation_key = ?')
  const begin = index.prepare('BEGIN IMMEDIATE')
  const commit = index.prepare('COMMIT')

  /** Words that were erased before they were read here are not in the log any more; this takes out those that came before. */
  function forget(key: number): void {
    for (const { position, words, scope } of textsOf.all(key)) removeFound.run(position, words, scope)
    removeTexts.run(key)
  }

  function take({ position, key, accountId, event, body }: Row): boolean {
    const facts = JSON.parse(event) as { type?: string; agentId?: number }
    if (facts.type === 'erased') {
      forget(key)
      return true
    }
    if (facts.type === 'assigned' && typeof facts.agentId === 'number') insertHandled.run(facts.agentId, key)
    const words = body === null ? '' : wordsOf(JSON.parse(body))
    if (words === '') return false
    const scope = scopeOf(accountId)
    insertText.run(position, key, words, scope)
    insertFound.run(position, words, scope)
    return false
  }

  return {
    horizon: () => newest.get() ?? 0,
    step() {
      const from = progress.get() ?? 0
      const rows = read.all(from)
      const last = rows.at(-1)
      if (last === undefined) return { position: from, more: false }
      let erased = false
      begin.run()
      try {
        for (const row of rows) erased = take(row) || erased
        advance.run(last.position, markOf(last))
        commit.run()
      } catch (fault) {
        if (index.inTransaction) index.exec('ROLLBACK')
        throw fault
      }
      // So that the file alone holds everything, and nothing that was erased.
      if (erased) index.pragma('wal_checkpoint(TRUNCATE)')
      return { position: last.position, more: rows.length === BATCH }
    },
  }
}

/** An account as one word of the index; ids differ in case, words do not. */
export const scopeOf = (accountId: string): string => `x${Buffer.from(accountId).toString('hex')}`

/** All that people can read of a body: texts of messages and cards, names of files, and what the page told. */
export function wordsOf(body: unknown): string {
  if (!isJsonObject(body)) return ''
  const { content, attributes } = body
  const words = isJsonObject(content) ? wordsOfContent(content as unknown as Content) : leaves(attributes)
  return words.join('\n').slice(0, MAX_WORDS)
}

function wordsOfContent(content: Content): string[] {
  switch (content.kind) {
    case 'text':
      return [content.text]
    case 'file':
      return [content.name, content.caption ?? '']
    case 'structured':
      return labels(content.structured)
    default:
      return []
  }
}

const READABLE = ['title', 'text', 'caption', 'alt', 'tooltip'] as const

function labels(element: unknown): string[] {
  if (!isJsonObject(element)) return []
  const own = READABLE.map((name) => element[name]).filter((word) => typeof word === 'string')
  const { elements } = element
  return [...own, ...(Array.isArray(elements) ? elements.flatMap(labels) : [])]
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (Array.isArray(value)) return value.flatMap(leaves)
  return isJsonObject(value) ? Object.values(value).flatMap(leaves) : []
}
