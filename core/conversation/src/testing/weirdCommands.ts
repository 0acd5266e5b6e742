import type { AgentId, BotId, ConsumerId, ConversationId, EpochMs, SkillId, TagId, TurnId } from '@baton/base'
import fc from 'fast-check'
import { SILENCES } from '../automatic.ts'
import type { Command, RequestActor } from '../commands.ts'
import type { BotSeat, Destination, Resolution, TransferFails } from '../resolution.ts'
import { ada, greeter, newClientId, open, orders } from './examples.ts'

/** Commands of the right shape whose values no door would let through: `decide` must cope with them all the same. */
const numbers = fc.oneof(
  fc.constantFrom(-1, 0, 1, 2, 3, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER),
  fc.integer(),
)
const at = numbers as fc.Arbitrary<EpochMs>
const turnId = fc.oneof(fc.nat(9), numbers) as fc.Arbitrary<TurnId>
const skillId = fc.oneof(fc.constant(orders), numbers) as fc.Arbitrary<SkillId>
const botId = fc.oneof(fc.constant(greeter), numbers) as fc.Arbitrary<BotId>
const agentId = fc.oneof(fc.constant(ada), numbers) as fc.Arbitrary<AgentId>
const tagId = numbers as fc.Arbitrary<TagId>
const audience = fc.constantFrom('ALL' as const, 'AGENTS_AND_MANAGERS' as const)
const authority = fc.constantFrom('agent' as const, 'manager' as const)

const agent = fc.record({ kind: fc.constant('agent' as const), agentId, authority })
const by: fc.Arbitrary<RequestActor> = fc.oneof(
  fc.constantFrom({ kind: 'consumer' as const }, { kind: 'system' as const }),
  agent,
)
const seat: fc.Arbitrary<BotSeat> = fc.record({
  botId,
  welcome: fc.boolean(),
  turnBudgetMs: numbers,
  typingWhileWaiting: fc.boolean(),
  hears: fc.boolean(),
})
const responseTimes = fc.record({ urgent: numbers, normal: numbers, prioritized: numbers })
const silences = fc.record({ agentSilent: numbers, stillWaiting: numbers, consumerSilent: numbers })
const destination: fc.Arbitrary<Destination> = fc
  .tuple(fc.record({ skillId, responseTimes, autoCloseMs: numbers, silences }), fc.option(seat, { nil: undefined }))
  .map(([there, bot]) => ({ ...there, ...(bot ? { bot } : { announces: true as const }) }))
const note = fc.record({ clientId: fc.constant(newClientId()), text: fc.string() })
const survey = fc.record({ bot: seat, timeoutMs: numbers })
const content = fc.oneof(
  fc.string({ maxLength: 2_000 }).map((text) => ({ kind: 'text' as const, text })),
  fc.constant({ kind: 'file' as const, fileId: '', name: '', mediaType: '', size: -1 }),
)
const ifFails: fc.Arbitrary<TransferFails> = fc.record({ seat, retries: numbers, stopped: fc.string() })
const resolution: fc.Arbitrary<Resolution> = fc
  .record({
    destination,
    survey,
    seat,
    leads: fc.nat(2),
    escalates: fc.boolean(),
    asks: fc.boolean(),
    text: fc.string(),
  })
  .map((wish) => ({
    seat: wish.seat,
    escalation: {
      toConsumer: wish.text,
      surveyFailed: wish.text,
      ...(wish.escalates && { destination: wish.destination }),
    },
    ...(wish.asks && { survey: wish.survey }),
    ...(wish.leads === 1 && { transfer: { ok: false as const, cause: wish.text, why: 'nobodyOnline' as const } }),
    ...(wish.asks && {
      ifFails: { seat: wish.seat, retries: wish.leads, stopped: wish.text, ifSilent: wish.destination },
    }),
    ...(wish.leads === 2 && { transfer: { ok: true as const, destination: wish.destination } }),
  }))
const item = fc.oneof(
  fc.record({ kind: fc.constant('say' as const), content, audience }),
  fc.record({ kind: fc.constant('delay' as const), durationMs: numbers, typing: fc.boolean() }),
)
const items = fc.oneof(
  fc.array(item, { maxLength: 6 }),
  item.map((each) => Array.from({ length: 500 }, () => each)),
)
const action = fc.oneof(
  fc.constant({ kind: 'transfer' as const }),
  fc.record({ kind: fc.constant('close' as const), withSurvey: fc.boolean() }),
  fc.record({
    kind: fc.constant('changePriority' as const),
    priority: fc.constantFrom('urgent' as const, 'custom' as const),
    responseMs: numbers,
  }),
)
const said = fc
  .tuple(items, fc.option(action, { nil: undefined }))
  .map(([all, last]) => ({ items: all, ...(last && { action: last }) }))

const command = <T extends Command['type'], M>(type: T, more: fc.Arbitrary<M>) =>
  fc.tuple(at, more).map(([now, rest]) => ({ type, at: now, ...rest }))

export const weirdCommands: fc.Arbitrary<Command> = fc.oneof(
  destination.map((there) => ({ ...open(there), conversationId: '' as ConversationId })),
  command('sendMessage', fc.record({ by, content, audience, clientId: fc.constant(newClientId()), seat })),
  command(
    'clickElement',
    fc.record({
      clientId: fc.constant(newClientId()),
      on: numbers,
      element: fc.string(),
      texts: fc.array(fc.string(), { maxLength: 4 }),
      seat,
    }),
  ),
  command('setAttributes', fc.record({ attributes: fc.constant({}) })),
  command('transferToSkill', fc.record({ by, destination, suggestedAgentId: agentId, note })),
  command('backToQueue', fc.record({ by })),
  command(
    'changePriority',
    fc.record({ by, priority: fc.record({ type: fc.constantFrom('urgent' as const, 'custom'), responseMs: numbers }) }),
  ),
  command('offerTo', fc.record({ agentId, until: at, ring: fc.constantFrom('one' as const, 'all'), weight: numbers })),
  command('acceptOffer', fc.record({ agentId, weight: numbers })),
  command('rejectOffer', fc.record({ agentId })),
  command('withdrawOffer', fc.record({ agentId })),
  command('noteAgentGone', fc.record({ agentId, until: at })),
  command('returnFromGone', fc.record({ agentId, isBack: fc.boolean() })),
  command('takeOver', fc.record({ by: agent, weight: numbers })),
  command('join', fc.record({ by: agent, role: fc.constantFrom('manager' as const, 'reader') })),
  command('leave', fc.record({ by: agent })),
  command('close', fc.record({ by, survey })),
  command('erase', fc.constant({})),
  command('stepUp', fc.record({ consumerId: fc.string().map((id) => id as ConsumerId) })),
  command(
    'acceptReply',
    fc.record({ turnId, reply: said.map((all) => ({ ...all, intents: [] })), warnings: fc.constant([]), resolution }),
  ),
  command(
    'failTurn',
    fc.record({
      turnId,
      code: fc.constant('silent' as const),
      cause: fc.string(),
      problems: fc.constant([]),
      resolution,
    }),
  ),
  command('continueTurn', fc.record({ turnId, rest: said, resolution })),
  command(
    'failTransfer',
    fc.record({
      attempt: numbers,
      why: fc.constantFrom('timedOut' as const, 'rejected'),
      cause: fc.string(),
      ifFails: fc.option(ifFails, { nil: undefined }).map((told) => told as TransferFails),
    }),
  ),
  command('lapseOffer', fc.record({ agentId })),
  command('expireSurvey', fc.constant({})),
  command('checkIdle', fc.constant({})),
  command('endCopy', fc.record({ botId, uploadId: fc.string(), fileId: fc.string(), succeeded: fc.boolean(), seat })),
  command('failInvocation', fc.record({ botId, turnId, cause: fc.string(), resolution })),
  command('changeTags', fc.record({ by, add: fc.array(tagId), remove: fc.array(tagId) })),
  command(
    'speakOfSilence',
    fc.record({ words: fc.record({ kind: fc.constantFrom(...SILENCES), text: fc.string() }), nextAt: at }),
  ),
  command(
    'announce',
    fc.record({ words: fc.record({ kind: fc.constant('closed' as const), text: fc.string() }), nextAt: at }),
  ),
)
