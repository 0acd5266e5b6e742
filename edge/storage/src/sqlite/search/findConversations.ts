import type { AccountId, ConversationId, EpochMs } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { ListedConversation } from '../../commit.ts'
import { MAX_SEARCH_PAGE, type SearchHit, type SearchPage, type SearchQuery } from '../../searchIndex.ts'
import { prepareList } from '../list.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from '../listRow.ts'
import { matchOf } from './matchOf.ts'

type Row = ListColumns & { readonly id: ConversationId; readonly key: number }

/** Looked at in one page; a page that found less by then says where to go on. */
const MAX_LOOKED_AT = 4_000
const BATCH = 200
/** The driver binds numbers as they come, mostly as fractions; the index passes over bounds that are none of whole numbers. */
const WHOLE = 'CAST(? AS INTEGER)'
const [OPENS, ENDS] = ['\u0001', '\u0002']

/** A conversation that may be shown, with where it stands in the order of its source. */
interface Candidate {
  readonly at: string
  readonly key: number
  /** Of the text that was found. */
  readonly position?: number
}

export function prepareFind(index: Database, log: Database): (query: SearchQuery) => Promise<SearchPage> {
  const conversation = log.prepare<[number, string], Row>(
    `SELECT id, key, ${LIST_COLUMNS} FROM conversations WHERE key = ? AND account_id = ?`,
  )
  const keyOf = log
    .prepare<[string, string], number>('SELECT key FROM conversations WHERE id = ? AND account_id = ?')
    .pluck()
  const keysOfConsumer = log
    .prepare<[string, string], number>(
      `SELECT key FROM conversations WHERE account_id = ? AND consumer_id = ?
       ORDER BY opened_at DESC, key DESC LIMIT ${MAX_SEARCH_PAGE}`,
    )
    .pluck()
  const event = log.prepare<[number], { seq: number; at: EpochMs }>(
    'SELECT seq, at FROM events WHERE position = ? AND body IS NOT NULL',
  )
  const isTagged = log
    .prepare<[number, number], number>('SELECT 1 FROM conversation_tags WHERE conversation_key = ? AND tag_id = ?')
    .pluck()
  const tagged = log
    .prepare<[number, number], number>(
      `SELECT conversation_key FROM conversation_tags WHERE tag_id = ? AND conversation_key < ?
       ORDER BY conversation_key DESC LIMIT ${BATCH}`,
    )
    .pluck()
  const didHandle = index
    .prepare<[number, number], number>('SELECT 1 FROM handled WHERE agent_id = ? AND conversation_key = ?')
    .pluck()
  const handled = index
    .prepare<[number, number], number>(
      `SELECT conversation_key FROM handled WHERE agent_id = ? AND conversation_key < ?
       ORDER BY conversation_key DESC LIMIT ${BATCH}`,
    )
    .pluck()
  const matching = index
    .prepare<[string, number], number>(
      `SELECT rowid FROM found WHERE found MATCH ? AND rowid < ${WHOLE} ORDER BY rowid DESC LIMIT ${BATCH}`,
    )
    .pluck()
  const keyOfText = index.prepare<[number], number>('SELECT conversation_key FROM texts WHERE position = ?').pluck()
  const isFoundLater = index
    .prepare<[string, number, number], number>(
      `SELECT 1 FROM found WHERE found MATCH ?
       AND rowid IN (SELECT position FROM texts WHERE conversation_key = ? AND position > ?) LIMIT 1`,
    )
    .pluck()
  const snippet = index
    .prepare<[string, number], string>(
      `SELECT snippet(found, 0, '${OPENS}', '${ENDS}', '…', 24) FROM found WHERE found MATCH ? AND rowid = ${WHOLE}`,
    )
    .pluck()
  const list = prepareList(log)

  function* byKeys(read: (below: number) => number[], cursor: string | undefined): Generator<Candidate> {
    let below = Number(cursor ?? Number.MAX_SAFE_INTEGER)
    for (;;) {
      const keys = read(below)
      for (const key of keys) yield { at: String(key), key }
      const last = keys.at(-1)
      if (last === undefined || keys.length < BATCH) return
      below = last
    }
  }

  function* byWords(match: string, cursor: string | undefined): Generator<Candidate> {
    let below = Number(cursor ?? Number.MAX_SAFE_INTEGER)
    for (;;) {
      const positions = matching.all(match, below)
      for (const position of positions) {
        const key = keyOfText.get(position)
        if (key !== undefined) yield { at: String(position), key, position }
      }
      const last = positions.at(-1)
      if (last === undefined || positions.length < BATCH) return
      below = last
    }
  }

  async function* byChange({ accountId, phase, skillId, cursor }: SearchQuery): AsyncGenerator<Candidate> {
    let next = cursor
    for (;;) {
      const page = await list({
        accountId,
        limit: BATCH,
        ...(phase && { phase }),
        ...(skillId !== undefined && { skillId }),
        ...(next !== undefined && { cursor: next }),
      })
      for (const { conversationId, updatedAt } of page.items) {
        const key = keyOf.get(conversationId, accountId)
        if (key !== undefined) yield { at: `${updatedAt}.${key}`, key }
      }
      if (page.next === undefined) return
      next = page.next
    }
  }

  function fits(query: SearchQuery, key: number, found: ListedConversation): boolean {
    const { phase, skillId, agentId, tagId, from, to, visibleTo } = query
    if (phase !== undefined && (phase === 'closed') !== (found.phase === 'closed')) return false
    if (skillId !== undefined && found.skillId !== skillId) return false
    if (from !== undefined && found.updatedAt < from) return false
    if (to !== undefined && found.openedAt >= to) return false
    if (tagId !== undefined && isTagged.get(key, tagId) === undefined) return false
    if (agentId !== undefined && didHandle.get(agentId, key) === undefined) return false
    return visibleTo === undefined || isVisible(visibleTo, key, found)
  }

  function isVisible(to: NonNullable<SearchQuery['visibleTo']>, key: number, found: ListedConversation): boolean {
    if (found.assigneeKind === 'agent' && found.assigneeId === to.agentId) return true
    if (found.assigneeKind === 'queue' && to.skillIds.includes(found.skillId)) return true
    return didHandle.get(to.agentId, key) !== undefined
  }

  function hitOf(match: string | undefined, position: number | undefined): SearchHit['found'] | undefined {
    if (match === undefined || position === undefined) return undefined
    const said = event.get(position)
    const text = snippet.get(match, position)
    return said && text !== undefined ? { ...said, parts: partsOf(text) } : undefined
  }

  /** The id of a conversation or of a consumer is looked up, not searched. */
  function named({ accountId, words = '' }: SearchQuery): Candidate[] {
    const id = words.trim()
    if (id === '' || /\s/.test(id)) return []
    const one = keyOf.get(id, accountId)
    const keys = one === undefined ? keysOfConsumer.all(accountId, id) : [one]
    return keys.map((key) => ({ at: String(key), key }))
  }

  function candidates(query: SearchQuery, match: string | undefined) {
    const { cursor, tagId, agentId, visibleTo } = query
    const whose = agentId ?? visibleTo?.agentId
    if (match !== undefined) return byWords(match, cursor)
    if (tagId !== undefined) return byKeys((below) => tagged.all(tagId, below), cursor)
    if (whose !== undefined) return byKeys((below) => handled.all(whose, below), cursor)
    return byChange(query)
  }

  return async (query) => {
    const { accountId, cursor, words = '' } = query
    const limit = Math.max(1, Math.min(query.limit, MAX_SEARCH_PAGE))
    const match = matchOf(accountId as AccountId, words)
    if (words.trim() !== '' && match === undefined) return { items: [] }
    const items = new Map<number, SearchHit>()

    function consider({ key, position }: Candidate): void {
      if (items.has(key)) return
      const row = conversation.get(key, accountId)
      const found = row && toListed(row)
      if (found === undefined || !fits(query, key, found)) return
      // It was on a former page, with words that came later.
      const isKnown = match !== undefined && position !== undefined && cursor !== undefined
      if (isKnown && isFoundLater.get(match, key, position) !== undefined) return
      const hit = hitOf(match, position)
      if (position !== undefined && hit === undefined) return // erased meanwhile
      items.set(key, { conversation: found, ...(hit && { found: hit }) })
    }

    if (cursor === undefined) for (const candidate of named(query)) consider(candidate)
    let lookedAt = 0
    for await (const candidate of candidates(query, match)) {
      consider(candidate)
      lookedAt += 1
      if (items.size >= limit || lookedAt >= MAX_LOOKED_AT) return { items: [...items.values()], next: candidate.at }
    }
    return { items: [...items.values()] }
  }
}

function partsOf(text: string): { text: string; isHit: boolean }[] {
  return text
    .split(OPENS)
    .flatMap((part, index) => {
      if (index === 0) return [{ text: part, isHit: false }]
      const end = part.indexOf(ENDS)
      return [
        { text: part.slice(0, end), isHit: true },
        { text: part.slice(end + 1), isHit: false },
      ]
    })
    .filter((part) => part.text !== '')
}
