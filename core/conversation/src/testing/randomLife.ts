import type { AgentId, BotId, EpochMs } from '@baton/base'
import type { BotAction, ReplyItem } from '@baton/bot'
import fc from 'fast-check'
import type { Occasion } from '../automatic.ts'
import type { Command, RequestActor } from '../commands.ts'
import type { Conversation } from '../conversation.ts'
import type { Destination, Resolution, TransferFails } from '../resolution.ts'
import { silencesIn } from '../silence.ts'
import {
  ada,
  agent,
  baristas,
  ben,
  consumerId,
  expert,
  greeter,
  later,
  manager,
  mia,
  newClientId,
  noon,
  open,
  orders,
  praise,
  refund,
  resolution,
  say,
  seat,
  signedInConsumerId,
  surveyor,
  toBot,
  toQueue,
  toToldQueue,
  watched,
  write,
} from './examples.ts'
import type { Settles } from './world.ts'
import { World } from './world.ts'

/** Text that only agents may ever see; looked for in every consumer's frame. */
export const PRIVATE = 'for-agents-only'

/** One thing that happens; numbers choose among what is possible at that moment. */
export type Step =
  | { readonly do: 'request'; readonly which: number; readonly who: number; readonly more: number }
  /** The bot answers, or fails; `late` performs a question that was settled before once more. */
  | {
      readonly do: 'answer'
      readonly items: readonly number[]
      readonly action: number
      /** It has more to do in the same turn. */
      readonly goesOn: boolean
      readonly fails: boolean
      readonly late: boolean
    }
  | { readonly do: 'timer'; readonly which: number; readonly late: boolean }
  | { readonly do: 'wait'; readonly ms: number }

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('request' as const), which: fc.nat(24), who: fc.nat(7), more: fc.nat(9) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('answer' as const),
        items: fc.array(fc.nat(3), { maxLength: 3 }),
        action: fc.nat(6),
        goesOn: fc.boolean(),
        fails: fc.boolean(),
        late: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('timer' as const), which: fc.nat(5), late: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(400_000) }) },
  ),
  { maxLength: 60, size: 'max' },
)

/** Lives a conversation of random commands, outcomes, timers, takeovers and second performers; calls back after each step. */
export function live(life: readonly Step[], afterStep: (world: World) => void): World {
  const world = new World()
  let now: EpochMs = noon
  const settled: { command: Command; settles: Settles }[] = []
  const outcome = (command: Command, settles: Settles): void => {
    const result = world.do(command, settles)
    if (result === 'effect-gone') throw new Error('an outcome of a row that is there was refused')
    if (!result.ok) throw new Error(`an outcome was refused: ${result.refusal}`)
    settled.push({ command, settles })
  }
  const again = (): boolean => {
    const late = settled.at(-1)
    if (!late) return false
    if (world.do({ ...late.command, at: now }, late.settles) !== 'effect-gone')
      throw new Error('a second performer got through')
    return true
  }
  world.do(request(0, 6, life.length % 10, now))
  for (const step of life) {
    if (step.do === 'wait') now = later(step.ms, now)
    if (step.do === 'request') world.do(request(step.which, step.who, step.more, now))
    if (step.do === 'answer' && !(step.late && again())) {
      const [asked] = [...world.work.values()].filter((row) => row.kind === 'turn')
      if (asked?.kind === 'turn') {
        const { turnId, botId, id, deadline } = asked
        const resolved = resolutionFor(botId, step.action)
        const command: Command = step.fails
          ? {
              type: 'failTurn',
              at: now,
              turnId,
              code: 'unreachable',
              cause: PRIVATE,
              problems: [],
              resolution: resolved,
            }
          : {
              type: 'acceptReply',
              at: now,
              turnId,
              reply: { items: step.items.map(itemOf), intents: [], ...actionOf(step.action) },
              warnings: [],
              resolution: resolved,
              ...(step.goesOn && { goesOn: { deadline } }),
            }
        outcome(command, { effectId: id })
      }
    }
    if (step.do === 'timer' && !(step.late && again())) {
      const rows = [...world.timers.values()]
      const row = rows[step.which % Math.max(1, rows.length)]
      if (row) {
        now = Math.max(now, row.timer.dueAt) as EpochMs
        outcome(timerCommand(row.timer, now, world.state), { timer: row.timer.name, generation: row.generation })
      }
    }
    afterStep(world)
  }
  return world
}

const people: readonly AgentId[] = [ada, ben, mia]

function request(which: number, who: number, more: number, at: EpochMs): Command {
  const agentId = people[who % 3] as AgentId
  const by: RequestActor =
    who < 3 ? agent(agentId) : who < 6 ? manager(agentId) : who === 6 ? { kind: 'consumer' } : { kind: 'system' }
  const person = who % 2 ? agent(agentId) : manager(agentId)
  switch (which) {
    case 0:
    case 1:
      return open(
        more === 4 || more === 7
          ? watched(more === 7 ? toBot(orders, seat(greeter)) : toToldQueue(orders))
          : more % 2
            ? toBot(orders, seat(greeter, { hears: more > 4, typingWhileWaiting: more > 2 }))
            : more > 4
              ? toToldQueue(orders)
              : toQueue(orders),
        'Hello',
        at,
      )
    case 2:
      return write('note', at, { by, audience: 'AGENTS_AND_MANAGERS', content: { kind: 'text', text: PRIVATE } })
    case 3:
      return write('answer', at, { by })
    case 4:
      return {
        type: 'clickElement',
        at,
        clientId: newClientId(),
        on: more,
        element: '/structured',
        texts: more % 2 ? ['tapped'] : [],
      }
    case 5:
      return { type: 'setAttributes', at, attributes: { tier: PRIVATE } }
    case 6:
      return {
        type: 'transferToSkill',
        at,
        by,
        destination: destinationOf(more),
        ...(more > 5 && { suggestedAgentId: agentId }),
        ...(more % 3 === 0 && { note: { clientId: newClientId(), text: PRIVATE } }),
      }
    case 7:
      return { type: 'backToQueue', at, by, ...(more > 6 && { announces: true as const, ...says('backToQueue') }) }
    case 8:
      return {
        type: 'changePriority',
        at,
        by,
        priority: { type: more % 2 ? 'urgent' : 'custom', responseMs: 1_000 * (more + 1) },
      }
    case 9:
    case 10:
      return {
        type: 'offerTo',
        at,
        agentId,
        until: later(72_000, at),
        ring: more % 2 ? 'one' : 'all',
        weight: 1,
        explanation: PRIVATE,
      }
    case 11:
    case 12:
      return { type: 'acceptOffer', at, agentId, weight: 1, ...(more > 6 && says('accepted')) }
    case 13:
      return { type: 'rejectOffer', at, agentId }
    case 14:
      return { type: 'takeOver', at, by: person, weight: 1 }
    case 15:
      return { type: 'join', at, by: person, role: more % 2 ? 'manager' : 'reader', ...(more > 6 && says('joined')) }
    case 16:
      return { type: 'leave', at, by: person, ...(more > 6 && says('left')) }
    case 17:
      return { type: 'close', at, by, ...(more % 2 && { survey: { bot: seat(surveyor), timeoutMs: 3_600_000 } }) }
    case 18:
      return { type: 'erase', at }
    case 19:
      return more % 2
        ? { type: 'withdrawOffer', at, agentId }
        : { type: 'noteAgentGone', at, agentId, until: later(600_000, at) }
    case 20:
      return { type: 'stepUp', at, consumerId: more % 3 ? signedInConsumerId : consumerId }
    case 21:
      return {
        type: 'changeTags',
        at,
        by,
        add: more % 2 ? [refund, praise] : [refund],
        remove: more > 5 ? [praise] : [refund],
      }
    case 22:
      return {
        type: 'failTransfer',
        at,
        attempt: more + 4,
        why: 'disabledSkill',
        cause: PRIVATE,
        ...(more % 3 && { ifFails: ifFails(greeter) }),
        ...(more % 2 && { elsewhere: destinationOf(more) }),
      }
    default:
      return write('Hello?', at)
  }
}

const says = (kind: Occasion) => ({ says: { kind, text: 'So it is.' } })

function destinationOf(more: number): Destination {
  const told = more > 5 ? says('transferred') : {}
  if (more % 3 === 0) return { ...(more > 4 ? watched(toToldQueue(baristas)) : toQueue(baristas)), ...told }
  const bot = seat(more % 3 === 1 ? expert : greeter, { welcome: more > 4, hears: more > 6 })
  return { ...toBot(baristas, bot), ...told }
}

function resolutionFor(botId: BotId, more: number): Resolution {
  const base = resolution(botId)
  const { destination: _there, ...nowhere } = base.escalation
  return {
    ...base,
    escalation: more === 6 ? nowhere : { ...base.escalation, toAgent: PRIVATE },
    transfer:
      more === 5
        ? { ok: false, cause: PRIVATE, ...(Number(botId) % 2 && { why: 'nobodyOnline' as const, skillId: baristas }) }
        : {
            ok: true,
            destination: { ...destinationOf(more), ...(more === 3 && { failAfterMs: 60_000 }) },
            ...(more === 4 && { context: { userMessage: PRIVATE, intentId: 'order' } }),
          },
    ...(more !== 2 && { ifFails: ifFails(botId, more) }),
    ...(more % 2 && { survey: { bot: seat(surveyor), timeoutMs: 3_600_000 } }),
  }
}

const ifFails = (botId: BotId, more = 0): TransferFails => ({
  seat: seat(botId),
  retries: 1,
  stopped: 'Nobody can take over.',
  ...(more < 3 && { ifSilent: more === 1 ? 'none' : toQueue(orders) }),
})

function itemOf(kind: number): ReplyItem {
  if (kind === 0) return { kind: 'delay', durationMs: 2_000, typing: true }
  if (kind === 1) return say(PRIVATE, 'AGENTS_AND_MANAGERS')
  return say('Certainly.')
}

function actionOf(action: number): { action?: BotAction } {
  if (action === 1) return { action: { kind: 'close', withSurvey: true } }
  if (action === 2) return { action: { kind: 'changePriority', priority: 'urgent' } }
  if (action >= 3) return { action: { kind: 'transfer', skillName: 'Baristas' } }
  return {}
}

function timerCommand(
  timer: World['timers'] extends Map<string, { timer: infer T }> ? T : never,
  at: EpochMs,
  state: Conversation,
): Command {
  switch (timer.on) {
    case 'turnBudget':
      return {
        type: 'failTurn',
        at,
        turnId: timer.turnId,
        code: 'silent',
        cause: PRIVATE,
        problems: [],
        resolution: resolutionFor(greeter, 0),
      }
    case 'delay':
      return { type: 'continueTurn', at, turnId: timer.turnId, rest: timer.rest, resolution: resolutionFor(greeter, 4) }
    case 'offer':
      return { type: 'lapseOffer', at, agentId: timer.agentId }
    case 'agentGone':
      return { type: 'returnFromGone', at, agentId: timer.agentId, isBack: timer.agentId === mia }
    case 'survey':
      return { type: 'expireSurvey', at }
    case 'idle':
      return { type: 'checkIdle', at }
    case 'suggestion':
      return { type: 'endSuggestion', at, agentId: timer.agentId }
    case 'transfer':
      return {
        type: 'failTransfer',
        at,
        attempt: timer.attempt,
        why: 'timedOut',
        cause: PRIVATE,
        ...(timer.attempt % 4 && { ifFails: ifFails(greeter) }),
      }
    case 'silence': {
      const [first] = silencesIn(state)
      if (first === undefined || first.dueAt > at)
        return { type: 'speakOfSilence', at, ...(first && { nextAt: first.dueAt }) }
      // It is closed, now and then.
      if (at % 3 === 0) return { type: 'speakOfSilence', at, nextAt: later(60_000, at) }
      return { type: 'speakOfSilence', at, words: { kind: first.kind, text: 'It takes longer.' } }
    }
    case 'announce':
      return { type: 'announce', at, words: { kind: 'queued', text: 'You are next.' }, nextAt: later(60_000, at) }
  }
}
