import type {
  AccountId,
  AgentId,
  BotId,
  ClientId,
  ConsumerId,
  ConversationId,
  EntryPointId,
  EpochMs,
  SkillId,
  TagId,
  TurnId,
} from '@baton/base'
import type { Reply, SayItem } from '@baton/bot'
import type { AgentActor, Command, Open, SendMessage } from '../commands.ts'
import type { ResponseTimes } from '../conversation.ts'
import type { BotSeat, Destination, Resolution } from '../resolution.ts'

/** One file of examples for all tests of the field: a coffee shop with two skills, two bots and three people. */
export const noon = 1_900_000_000_000 as EpochMs
export const later = (ms: number, from: EpochMs = noon): EpochMs => (from + ms) as EpochMs

export const account = 'coffee' as AccountId
export const conversationId = '6f1c3a52-0d6e-4a7e-9a3f-2b6f0d1c9e11' as ConversationId
export const consumerId = 'c0ffee00-0000-4000-8000-000000000001' as ConsumerId
/** The same consumer, once the brand has said who they are. */
export const signedInConsumerId = 'a-hash-that-tells-nothing' as ConsumerId
export const entryPoint = 'shop' as EntryPointId
export const orders = 11 as SkillId
export const baristas = 12 as SkillId
export const greeter = 101 as BotId
export const expert = 102 as BotId
export const surveyor = 103 as BotId
export const ada = 201 as AgentId
export const ben = 202 as AgentId
export const mia = 203 as AgentId
export const refund = 1 as TagId
export const praise = 2 as TagId

export const responseTimes: ResponseTimes = { urgent: 300_000, normal: 3_600_000, prioritized: 600_000 }
export const seat = (botId: BotId, settings: Partial<BotSeat> = {}): BotSeat => ({
  botId,
  welcome: false,
  turnBudgetMs: 180_000,
  typingWhileWaiting: true,
  hears: false,
  ...settings,
})
export const toBot = (skillId: SkillId, bot: BotSeat): Destination => ({ ...toQueue(skillId), bot })
export const toQueue = (skillId: SkillId): Destination => ({ skillId, responseTimes, autoCloseMs: 7_776_000_000 })

/** A queue whose consumers are told that they wait. */
export const toToldQueue = (skillId: SkillId): Destination => ({ ...toQueue(skillId), announces: true })

/** Where the brand has words for everybody's silence. */
export const watched = (there: Destination): Destination => ({
  ...there,
  silences: { agentSilent: 600_000, stillWaiting: 900_000, consumerSilent: 600_000 },
})

export const agent = (agentId: AgentId): AgentActor => ({ kind: 'agent', agentId, authority: 'agent' })
export const manager = (agentId: AgentId): AgentActor => ({ kind: 'agent', agentId, authority: 'manager' })

let ids = 0
export const newClientId = (): ClientId => `client-${++ids}` as ClientId

export const open = (destination: Destination, text = 'Hello', at = noon): Open => ({
  type: 'open',
  at,
  conversationId,
  accountId: account,
  consumerId,
  entryPointId: entryPoint,
  language: 'en',
  destination,
  priority: 'normal',
  message: { clientId: newClientId(), content: { kind: 'text', text } },
})

export const write = (text: string, at = noon, more: Partial<SendMessage> = {}): SendMessage => ({
  type: 'sendMessage',
  at,
  by: { kind: 'consumer' },
  clientId: newClientId(),
  content: { kind: 'text', text },
  audience: 'ALL',
  ...more,
})

export const say = (text: string, audience: SayItem['audience'] = 'ALL'): SayItem => ({
  kind: 'say',
  content: { kind: 'text', text },
  audience,
})

export const resolution = (botId: BotId, more: Partial<Resolution> = {}): Resolution => ({
  escalation: {
    toConsumer: 'One moment, I am passing you on.',
    toAgent: 'The bot failed.',
    failed: 'Nobody is there.',
    surveyFailed: 'Thank you anyway.',
    destination: toQueue(baristas),
  },
  seat: seat(botId),
  ...more,
})

export const answer = (
  turnId: number,
  reply: Partial<Reply>,
  at = noon,
  resolved = resolution(greeter),
): Command & { type: 'acceptReply' } => ({
  type: 'acceptReply',
  at,
  turnId: turnId as TurnId,
  reply: { items: [], intents: [], ...reply },
  warnings: [],
  resolution: resolved,
})

export const failure = (turnId: number, at = noon, resolved = resolution(greeter)): Command & { type: 'failTurn' } => ({
  type: 'failTurn',
  at,
  turnId: turnId as TurnId,
  code: 'unreachable',
  cause: 'The service refused the connection.',
  problems: [],
  resolution: resolved,
})
