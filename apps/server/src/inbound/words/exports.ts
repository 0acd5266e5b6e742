import { Readable } from 'node:stream'
import type { AccountId, EpochMs, SkillId } from '@baton/base'
import { summaryLine } from '@baton/content'
import { type EventFrame, framesFor, type Who } from '@baton/protocol'
import type { ListedConversation, ListQuery } from '@baton/storage'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { given, inAccount, refusals, security } from '../admin/schemas.ts'
import { audit } from '../audit.ts'
import { csvLine } from './csv.ts'

const instant = z.coerce.number().int().min(0).max(8_640_000_000_000_000)
const query = z.object({
  phase: z.enum(['open', 'closed']).optional(),
  skillId: z.coerce.number().int().min(1).optional(),
  consumerId: z.string().min(1).max(200).optional(),
  from: instant.optional().describe('Milliseconds since 1970: opened since then'),
  to: instant.optional().describe('Opened before then'),
})
type Query = z.infer<typeof query>
interface Asked extends Query {
  readonly accountId: AccountId
}

const CONVERSATIONS = 100
const EVENTS = 500
/** Whole of a message in a cell. */
const MAX_CELL = 10_000

/**
 * Many conversations in one file, line by line: as large as the brand's history, and never more of it in memory than one page.
 * Newest change first.
 */
export const exports: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const schema = {
    tags: ['exports'],
    security,
    params: inAccount,
    querystring: query,
    response: refusals,
  }
  app.get('/exports/messages.csv', { schema }, async (request, reply) => {
    const asked = { ...request.params, ...request.query }
    return send(house, request, reply, { name: 'messages.csv', type: 'text/csv; charset=utf-8' }, csvOf(house, asked))
  })
  app.get('/exports/events.jsonl', { schema }, async (request, reply) => {
    const asked = { ...request.params, ...request.query }
    const file = { name: 'events.jsonl', type: 'application/x-ndjson; charset=utf-8' }
    return send(house, request, reply, file, jsonLinesOf(house, asked))
  })
  done()
}

async function send(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  { name, type }: { readonly name: string; readonly type: string },
  lines: AsyncGenerator<string>,
): Promise<FastifyReply> {
  // Who takes so much out is written down before the first line goes.
  await audit(house, request, {
    action: 'conversations.exported',
    target: `export/${name}`,
    after: { ...(request.query as object) },
  })
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store')
    .send(Readable.from(lines, { objectMode: false }))
}

async function* csvOf(house: House, asked: Asked): AsyncGenerator<string> {
  // The mark with which spreadsheets know UTF-8.
  yield `\uFEFF${csvLine(['conversationId', 'consumerId', 'skill', 'openedAt', 'closedAt', 'seq', 'at', 'who', 'name', 'audience', 'text'])}`
  for await (const { conversation, skill, frames } of pagesOf(house, asked)) {
    const { conversationId, consumerId, openedAt, closedAt } = conversation
    const place = [
      conversationId,
      consumerId,
      skill,
      isoOf(openedAt),
      closedAt === undefined ? undefined : isoOf(closedAt),
    ]
    const lines = frames.flatMap(({ seq, at, event }) =>
      event.type === 'message'
        ? [
            csvLine([
              ...place,
              seq,
              isoOf(at),
              event.who.kind,
              nameOf(event.who),
              event.audience,
              event.content && summaryLine(event.content, MAX_CELL),
            ]),
          ]
        : [],
    )
    if (lines.length > 0) yield lines.join('')
  }
}

async function* jsonLinesOf(house: House, asked: Asked): AsyncGenerator<string> {
  for await (const { conversation, skill, frames, isFirst } of pagesOf(house, asked)) {
    const head = isFirst ? [{ conversation: { ...conversation, skill } }] : []
    const { conversationId } = conversation
    const lines = [...head, ...frames.map(({ seq, at, event }) => ({ conversationId, seq, at, event }))]
    if (lines.length > 0) yield `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`
  }
}

interface Page {
  readonly conversation: ListedConversation
  readonly skill: string
  readonly frames: readonly EventFrame[]
  readonly isFirst: boolean
}

async function* pagesOf(house: House, asked: Asked): AsyncGenerator<Page> {
  const { accountId } = asked
  for await (const conversation of conversationsOf(house, asked)) {
    await house.names.learnMany(accountId, { skills: [conversation.skillId], bots: [], agents: [] })
    let after = 0
    for (;;) {
      const log = await house.storage.conversations.readLog(accountId, conversation.conversationId, after, EVENTS)
      await house.names.learn(accountId, log)
      const names = house.names.of(accountId)
      const { frames } = framesFor(log, 'agent', names, after)
      yield { conversation, skill: names.skill(conversation.skillId), frames, isFirst: after === 0 }
      after = log.at(-1)?.seq ?? after
      // Others have their turn: reading is done on the thread that serves them.
      await new Promise((resolve) => setImmediate(resolve))
      if (log.length < EVENTS) break
    }
  }
}

async function* conversationsOf(house: House, asked: Asked): AsyncGenerator<ListedConversation> {
  const { from = 0, to = Number.MAX_SAFE_INTEGER } = asked
  for await (const page of listsOf(house, asked)) {
    for (const conversation of page) {
      if (conversation.openedAt >= from && conversation.openedAt < to) yield conversation
    }
    // In the order of the last change: whatever changed before then was opened before then.
    if ((page.at(-1)?.updatedAt ?? 0) < from) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function* listsOf(house: House, { accountId, phase, skillId, consumerId }: Asked) {
  const store = house.storage.conversations
  if (consumerId !== undefined) {
    let before: EpochMs | undefined
    for (;;) {
      const page = await store.listThread(
        accountId,
        consumerId as Parameters<typeof store.listThread>[1],
        before,
        CONVERSATIONS,
      )
      yield page.filter((one) => phase === undefined || (one.phase === 'closed') === (phase === 'closed'))
      before = page.at(-1)?.openedAt
      if (page.length < CONVERSATIONS) return
    }
  }
  let cursor: string | undefined
  do {
    const filter = given({ phase, skillId: skillId as SkillId | undefined, cursor })
    const page = await store.list({ accountId, limit: CONVERSATIONS, ...filter } as ListQuery)
    yield page.items
    cursor = page.next
  } while (cursor !== undefined)
}

const isoOf = (at: EpochMs): string => new Date(at).toISOString()
const nameOf = (who: Who): string | undefined => ('name' in who ? who.name : undefined)
