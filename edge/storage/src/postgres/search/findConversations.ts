import type { ConversationId, EpochMs } from '@baton/base'
import { MAX_SEARCH_PAGE, type SearchHit, type SearchPage, type SearchQuery } from '../../searchIndex.ts'
import { type Database, rows } from '../connection.ts'
import { prepareList } from '../list.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from '../listRow.ts'
import { type Match, matchOf, partsOf } from './matchOf.ts'

/** Looked at in one page; a page that found less by then says where to go on. */
const MAX_LOOKED_AT = 4_000
const BATCH = 200

/** A conversation that may be shown, with where it stands in the order of its source. */
interface Candidate {
  readonly at: string
  readonly key: number
  /** Of the text that was found. */
  readonly position?: number
}
type Row = ListColumns & { readonly id: ConversationId; readonly key: number }

export const MATCHING = `SELECT position, conversation_key AS key FROM search_texts
  WHERE tokens @@ $1::tsquery AND position < $2 ORDER BY position DESC LIMIT ${BATCH}`
const TAGGED = `SELECT conversation_key AS key FROM conversation_tags WHERE tag_id = $1 AND conversation_key < $2
  ORDER BY conversation_key DESC LIMIT ${BATCH}`
const HANDLED = `SELECT conversation_key AS key FROM search_handled WHERE agent_id = $1 AND conversation_key < $2
  ORDER BY conversation_key DESC LIMIT ${BATCH}`
/** All that a query asks of a conversation, whatever it was found by. */
const FITTING = `SELECT id, key, ${LIST_COLUMNS} FROM conversations WHERE key = ANY($1::bigint[]) AND account_id = $2
  AND ($3::text IS NULL OR ($3 = 'closed') = (phase = 'closed'))
  AND ($4::bigint IS NULL OR skill_id = $4)
  AND ($5::bigint IS NULL OR updated_at >= $5) AND ($6::bigint IS NULL OR opened_at < $6)
  AND ($7::bigint IS NULL OR EXISTS (SELECT 1 FROM conversation_tags AS t WHERE t.conversation_key = key AND t.tag_id = $7))
  AND ($8::bigint IS NULL OR EXISTS (SELECT 1 FROM search_handled AS h WHERE h.agent_id = $8 AND h.conversation_key = key))
  AND ($9::bigint IS NULL OR (assignee_kind = 'agent' AND assignee_id = $9)
    OR (assignee_kind = 'queue' AND skill_id = ANY($10::bigint[]))
    OR EXISTS (SELECT 1 FROM search_handled AS h WHERE h.agent_id = $9 AND h.conversation_key = key))`
/** With words that came later than the cursor: it was on a former page. */
const SHOWN_BEFORE = `SELECT DISTINCT conversation_key AS key FROM search_texts
  WHERE conversation_key = ANY($1::bigint[]) AND position >= $2 AND tokens @@ $3::tsquery`
const HITS = `SELECT t.position, t.words, e.seq, e.at FROM search_texts AS t JOIN events AS e ON e.position = t.position
  WHERE t.position = ANY($1::bigint[]) AND e.body IS NOT NULL`

interface Hit {
  readonly position: number
  readonly words: string
  readonly seq: number
  readonly at: EpochMs
}

export function prepareFind(database: Database): (query: SearchQuery) => Promise<SearchPage> {
  const list = prepareList(database)

  /** The id of a conversation or of a consumer is looked up, not searched. */
  async function named({ accountId, words = '', cursor }: SearchQuery): Promise<Candidate[]> {
    const id = words.trim()
    if (cursor !== undefined || id === '' || /\s/.test(id)) return []
    const one = await rows<{ key: number }>(
      database,
      'SELECT key FROM conversations WHERE id = $1 AND account_id = $2',
      id,
      accountId,
    )
    const found =
      one.length > 0
        ? one
        : await rows<{ key: number }>(
            database,
            `SELECT key FROM conversations WHERE account_id = $1 AND consumer_id = $2
             ORDER BY opened_at DESC, key DESC LIMIT ${MAX_SEARCH_PAGE}`,
            accountId,
            id,
          )
    return found.map(({ key }) => ({ at: String(key), key }))
  }

  async function* byKeys(text: string, whose: number, cursor: string | undefined): AsyncGenerator<Candidate[]> {
    let below = startOf(cursor)
    for (;;) {
      const found = await rows<{ key: number }>(database, text, whose, below)
      yield found.map(({ key }) => ({ at: String(key), key }))
      const last = found.at(-1)
      if (last === undefined || found.length < BATCH) return
      below = last.key
    }
  }

  async function* byWords({ query }: Match, cursor: string | undefined): AsyncGenerator<Candidate[]> {
    let below = startOf(cursor)
    for (;;) {
      const found = await rows<{ position: number; key: number }>(database, MATCHING, query, below)
      yield found.map(({ position, key }) => ({ at: String(position), key, position }))
      const last = found.at(-1)
      if (last === undefined || found.length < BATCH) return
      below = last.position
    }
  }

  async function* byChange({ accountId, phase, skillId, cursor }: SearchQuery): AsyncGenerator<Candidate[]> {
    let next = cursor
    for (;;) {
      const page = await list({
        accountId,
        limit: BATCH,
        ...(phase && { phase }),
        ...(skillId !== undefined && { skillId }),
        ...(next !== undefined && { cursor: next }),
      })
      const ids = page.items.map(({ conversationId }) => conversationId)
      const keys = await rows<{ id: string; key: number }>(
        database,
        'SELECT id, key FROM conversations WHERE id = ANY($1::text[])',
        ids,
      )
      const keyOf = new Map(keys.map(({ id, key }) => [id, key]))
      yield page.items.flatMap(({ conversationId, updatedAt }) => {
        const key = keyOf.get(conversationId)
        return key === undefined ? [] : [{ at: `${updatedAt}.${key}`, key }]
      })
      if (page.next === undefined) return
      next = page.next
    }
  }

  function candidates(query: SearchQuery, match: Match | undefined): AsyncGenerator<Candidate[]> {
    const { cursor, tagId, agentId, visibleTo } = query
    const whose = agentId ?? visibleTo?.agentId
    if (match !== undefined) return byWords(match, cursor)
    if (tagId !== undefined) return byKeys(TAGGED, tagId, cursor)
    if (whose !== undefined) return byKeys(HANDLED, whose, cursor)
    return byChange(query)
  }

  async function fitting(query: SearchQuery, keys: readonly number[]): Promise<Map<number, Row>> {
    const { accountId, phase, skillId, from, to, tagId, agentId, visibleTo } = query
    const asked = [phase, skillId, from, to, tagId, agentId, visibleTo?.agentId].map((value) => value ?? null)
    const found = await rows<Row>(database, FITTING, keys, accountId, ...asked, visibleTo?.skillIds ?? [])
    return new Map(found.map((row) => [row.key, row]))
  }

  return async (query) => {
    const { accountId, cursor, words = '' } = query
    const limit = Math.max(1, Math.min(query.limit, MAX_SEARCH_PAGE))
    const match = matchOf(accountId, words)
    if (words.trim() !== '' && match === undefined) return { items: [] }
    const items = new Map<number, SearchHit>()

    /** @returns where to go on once the page is full */
    async function consider(batch: readonly Candidate[]): Promise<string | undefined> {
      const keys = [...new Set(batch.map(({ key }) => key))]
      const found = await fitting(query, keys)
      const before =
        match !== undefined && cursor !== undefined
          ? await rows<{ key: number }>(database, SHOWN_BEFORE, keys, startOf(cursor), match.query)
          : []
      const shown = new Set(before.map(({ key }) => key))
      const positions = batch.flatMap(({ position }) => (position === undefined ? [] : [position]))
      const hits = new Map(
        (positions.length > 0 ? await rows<Hit>(database, HITS, positions) : []).map((hit) => [hit.position, hit]),
      )
      for (const { at, key, position } of batch) {
        const row = found.get(key)
        if (row === undefined || items.has(key) || shown.has(key)) continue
        const hit = position === undefined ? undefined : hits.get(position)
        if (position !== undefined && hit === undefined) continue // erased meanwhile
        const said = match && hit && { seq: hit.seq, at: hit.at, parts: partsOf(hit.words, match) }
        items.set(key, { conversation: toListed(row), ...(said && { found: said }) })
        if (items.size >= limit) return at
      }
      return undefined
    }

    const ids = await named(query)
    if (ids.length > 0) await consider(ids)
    let lookedAt = 0
    for await (const batch of candidates(query, match)) {
      lookedAt += batch.length
      const at = items.size >= limit ? batch.at(0)?.at : await consider(batch)
      const next = at ?? (lookedAt >= MAX_LOOKED_AT ? batch.at(-1)?.at : undefined)
      if (next !== undefined) return { items: [...items.values()], next }
    }
    return { items: [...items.values()] }
  }
}

/** A cursor that we did not write is the start. */
function startOf(cursor: string | undefined): number {
  const below = Number(cursor ?? Number.MAX_SAFE_INTEGER)
  return Number.isSafeInteger(below) ? below : Number.MAX_SAFE_INTEGER
}
