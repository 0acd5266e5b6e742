import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyPluginAsync } from 'fastify'
import type { Bot } from './contract.ts'
import { readEvent } from './readEvent.ts'
import { rememberConversations } from './rememberConversations.ts'
import type { VerifyToken } from './verifyToken.ts'

export interface BotRoutesOptions {
  /** By the id in the address. */
  readonly bots: Readonly<Record<string, Bot>>
  readonly verifyToken: VerifyToken
}

interface BotAddress {
  Params: { botId: string; environment: string; conversationId: string }
}

const ENVIRONMENTS = ['production', 'draft']
const BOT = '/v1/bots/:botId'
const CONVERSATION = `${BOT}/environments/:environment/conversations/:conversationId`

/** The four calls of the Custom Endpoint contract, for any number of bots. */
export const botRoutes: FastifyPluginAsync<BotRoutesOptions> = async (app, { bots, verifyToken }) => {
  const conversations = rememberConversations()

  app.addHook<BotAddress>('preHandler', async (request, reply) => {
    const verified = await verifyToken(request.headers.authorization)
    if (!verified.ok) return reply.code(verified.status).send({ message: verified.message })
    const { botId, environment } = request.params
    const known = Object.hasOwn(bots, botId) && (environment === undefined || ENVIRONMENTS.includes(environment))
    if (!known) return reply.code(404).send({ message: 'No such bot or environment' })
  })

  app.get(`${BOT}/environments`, async () => ENVIRONMENTS)
  app.get(`${BOT}/environments/:environment/state`, async () => ({ state: 'online', version: '1.0.0' }))

  app.put<BotAddress>(CONVERSATION, async ({ params }, reply) => {
    conversations.announce(keyOf(params))
    return reply.code(204).send()
  })

  app.post<BotAddress>(`${CONVERSATION}/events`, async ({ params, body, headers }, reply) => {
    const conversation = conversations.find(keyOf(params))
    const bot = bots[params.botId]
    if (conversation === undefined || bot === undefined)
      return reply.code(404).send({ message: 'No such conversation' })
    const event = readEvent(body)
    if (event === undefined) return reply.code(400).send({ message: 'Not an event of this contract' })

    const requestId = String(headers['x-request-id'] ?? '')
    if (requestId !== '' && conversation.last?.requestId === requestId) return conversation.last.response
    const { holdSeconds = 0, ...response } = bot(event, conversation.memory)
    conversation.last = { requestId, response }
    if (holdSeconds > 0) await wait(holdSeconds * 1_000)
    return response
  })
}

const keyOf = ({ botId, environment, conversationId }: BotAddress['Params']): string =>
  JSON.stringify([botId, environment, conversationId])
