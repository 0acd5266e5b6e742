import { z } from 'zod'
import type { Complaints } from '../kit/useForm.ts'
import type { AdminTexts } from '../texts/en.ts'

const FILE_EVENTS = ['auto', 'event', 'text'] as const

export const transferToAgents = z.object({ online: z.boolean(), away: z.boolean(), offline: z.boolean() })
export type TransferToAgents = z.infer<typeof transferToAgents>

/** Settings of a bot behind HTTP, as the server keeps them; what is not shown here is sent back as it came. */
const config = z.looseObject({
  baseUrl: z.string(),
  botId: z.string(),
  environment: z.string(),
  clientId: z.string().optional(),
  defaultSkill: z.string().optional(),
  welcomeMessage: z.boolean(),
  engagementAttributes: z.boolean(),
  conversationEvents: z.boolean(),
  typingWhileWaiting: z.boolean(),
  fileEvents: z.enum(FILE_EVENTS),
  scope: z.string(),
  contextRedaction: z.array(z.string()),
  checkLinkHosts: z.boolean(),
  encodedMetadata: z.boolean(),
  requireIntents: z.boolean(),
  escalation: z.object({
    toConsumer: z.string().optional(),
    toAgent: z.string().optional(),
    failed: z.string().optional(),
  }),
  transferToAgents,
  transferRetries: z.number(),
  http: z.object({ timeoutMs: z.number(), maxAttempts: z.number(), retryPausesMs: z.array(z.number()) }),
  turnBudgetMs: z.number(),
})
export type BotConfig = z.infer<typeof config>

/** As a list shows it, of whatever kind. */
export const listedBot = z.object({
  id: z.number(),
  name: z.string(),
  nickname: z.string(),
  kind: z.enum(['endpoint', 'authored']),
  skillIds: z.array(z.number()),
  enabled: z.boolean(),
  groupId: z.number().optional(),
  config: z.looseObject({ baseUrl: z.string().optional() }),
})
export type ListedBot = z.infer<typeof listedBot>

export const bot = z.object({
  id: z.number(),
  name: z.string(),
  nickname: z.string(),
  skillIds: z.array(z.number()),
  enabled: z.boolean(),
  capacity: z.number(),
  groupId: z.number().optional(),
  config,
})
export type Bot = z.infer<typeof bot>

export interface BotValues {
  readonly name: string
  readonly nickname: string
  readonly skillIds: readonly number[]
  readonly capacity: number | ''
  readonly groupId?: number | undefined
  readonly config: BotConfig
}

/** What a new bot begins with; the server's own defaults. */
export const NEW_BOT: BotValues = {
  name: '',
  nickname: '',
  skillIds: [],
  capacity: 999,
  config: {
    baseUrl: '',
    botId: '',
    environment: 'draft',
    welcomeMessage: false,
    engagementAttributes: false,
    conversationEvents: false,
    typingWhileWaiting: true,
    fileEvents: 'auto',
    scope: 'thirdpartybots.customendpoint.bot',
    contextRedaction: [],
    checkLinkHosts: false,
    encodedMetadata: true,
    requireIntents: false,
    escalation: {},
    transferToAgents: { online: true, away: false, offline: false },
    transferRetries: 3,
    http: { timeoutMs: 60_000, maxAttempts: 3, retryPausesMs: [5_000, 10_000] },
    turnBudgetMs: 180_000,
  },
}

const MAX_CAPACITY = 999

/** What holds for bots of both kinds. */
export const checkAnyBot = (
  { name, nickname, capacity }: Pick<BotValues, 'name' | 'nickname' | 'capacity'>,
  texts: AdminTexts,
): Complaints => ({
  '/name': name.trim() === '' ? texts.required : undefined,
  '/nickname': nickname.trim() === '' ? texts.required : undefined,
  '/capacity':
    capacity === '' || !Number.isInteger(capacity) || capacity < 1 || capacity > MAX_CAPACITY
      ? texts.bot.capacityWrong
      : undefined,
})

export function checkBot(texts: AdminTexts): (values: BotValues) => Complaints {
  return ({ name, nickname, capacity, config: { baseUrl, botId, environment } }) => ({
    ...checkAnyBot({ name, nickname, capacity }, texts),
    '/config/baseUrl': /^https?:\/\/\S+$/.test(baseUrl.trim()) ? undefined : texts.addressWrong,
    '/config/botId': /^[A-Za-z0-9-]{1,36}$/.test(botId.trim()) ? undefined : texts.bot.botIdWrong,
    '/config/environment': environment.trim() === '' ? texts.required : undefined,
  })
}

export const toBody = ({ name, nickname, skillIds, capacity, config: wished }: BotValues) => ({
  name: name.trim(),
  nickname: nickname.trim(),
  skillIds,
  capacity,
  config: configBody(wished),
})

/** What was left empty is not sent. */
export function configBody(wished: BotConfig): object {
  const { clientId = '', defaultSkill = '', escalation, ...rest } = wished
  const words = Object.entries(escalation).filter(([, text]) => text !== undefined && text.trim() !== '')
  return {
    ...rest,
    baseUrl: rest.baseUrl.trim(),
    botId: rest.botId.trim(),
    environment: rest.environment.trim(),
    escalation: Object.fromEntries(words),
    ...(clientId.trim() !== '' && { clientId: clientId.trim() }),
    ...(defaultSkill !== '' && { defaultSkill }),
  }
}
