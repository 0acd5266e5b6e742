import type { AgentId, BotId, EpochMs, SkillId } from '@baton/base'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Command } from './commands.ts'
import { MAX_HOPS } from './limits.ts'
import type { TransferFails } from './resolution.ts'
import {
  ada,
  agent,
  baristas,
  ben,
  expert,
  greeter,
  later,
  manager,
  mia,
  noon,
  open,
  orders,
  resolution,
  say,
  seat,
  surveyor,
  toBot,
  toQueue,
  write,
} from './testing/examples.ts'
import {
  acceptOffer,
  close,
  consumer,
  giveBack,
  offer,
  openIn,
  takeOver,
  transfer,
  withSurvey,
} from './testing/requests.ts'
import { type Settles, World } from './testing/world.ts'
import { transfersIn } from './transfersIn.ts'

/** What dialogs R7.27 says of a transfer, with what stands around it, and nothing else. */
interface Model {
  owner: 'bot' | 'queue' | 'agent' | 'survey' | 'closed'
  /** Which bot has it, or had it last. */
  bot: BotId
  skill: SkillId
  /** Whose transfer it waits by, where it waits by a bot's; it came from this bot's seat. */
  attempted?: BotId | undefined
  /** Who of the people is asked first. */
  suggested?: AgentId | undefined
  failures: number
  stopped: boolean
  /** How often a bot was told. */
  told: number
  /** Changes of hands since the consumer spoke; after some, people have it, whoever sits on the skill. */
  hops: number
}

/** The real thing, and a clock that may be set back. */
interface Real {
  readonly world: World
  now: EpochMs
  last?: { readonly command: Command; readonly settles: Settles } | undefined
}

const RETRIES = 2
const STOPPED = 'Please try later.'
const failsOf = (botId: BotId): TransferFails => ({
  seat: seat(botId),
  retries: RETRIES,
  stopped: STOPPED,
  ifSilent: 'none',
})
/** Of the bot that the conversation would go back to. */
const failsIn = (world: World): TransferFails => failsOf(openIn(world).attempt?.botId ?? greeter)

/** Of the same turn, the outcome that the world brings home. */
function outcome(real: Real, command: Command, settles: Settles): void {
  expect(real.world.do(command, settles)).toMatchObject({ ok: true })
  real.last = { command, settles }
}

/** Counted; the bot is told of it, or the consumer is in its place. */
function failed(model: Model, startsAnew: boolean): void {
  model.failures = (startsAnew && model.stopped ? 0 : model.failures) + 1
  model.stopped = model.failures > RETRIES
  if (!model.stopped) model.told += 1
}

/** It waited by a bot's transfer, and that bot has it again. */
function cameBack(model: Model): void {
  failed(model, false)
  const bot = model.attempted ?? model.bot
  Object.assign(model, { owner: 'bot', bot, skill: orders, hops: model.hops + 1 })
  Object.assign(model, { attempted: undefined, suggested: undefined })
}

/** Somebody else is to have it: this bot, or who is there of a skill. */
function passed(model: Model, to: Partial<Pick<Model, 'bot' | 'skill' | 'attempted' | 'suggested'>>): void {
  const isBot = to.bot !== undefined && model.hops < MAX_HOPS
  const { skill = model.skill, attempted, suggested } = to
  Object.assign(model, { owner: isBot ? 'bot' : 'queue', bot: isBot ? to.bot : model.bot, skill, hops: model.hops + 1 })
  Object.assign(model, isBot ? { attempted: undefined, suggested: undefined } : { attempted, suggested })
}

/**
 * Checked after every step:
 * - it has one owner, the one that the model says: this bot, this skill's queue, a person, the survey's bot, or nobody once it is closed
 * - only the bot that has it is asked anything; nobody else's words are on their way
 * - who waits by a bot's transfer has a bot to go back to, and nobody else has
 * - a person holds a seat if they have it or are asked, and only then
 * - what the consumer said waits for nobody: it is being answered, or somebody has it
 * - every try has an outcome; only the last one may be pending
 * - a bot is told of each failure up to the last one, and once
 */
function check(model: Model, { world }: Real): void {
  const { state, log } = world
  const outcomes = transfersIn(log).map(({ outcome: how }) => how)
  expect(outcomes.slice(0, -1)).not.toContain('pending')
  expect(world.eventsOf('turnOpened').filter(({ tells }) => tells).length).toBe(model.told)
  if (state.phase === 'absent') throw new Error('it is lost')
  if (state.phase === 'closed') {
    expect(model.owner).toBe('closed')
    expect([world.work.size, world.timers.size, world.seats.size]).toEqual([0, 0, 0])
    expect(outcomes).not.toContain('pending')
    return
  }
  const { assignee, turn, attempt } = state
  expect(state.phase).toBe(model.owner === 'survey' ? 'survey' : 'main')
  expect(assignee).toMatchObject(
    {
      bot: { kind: 'bot', botId: model.bot },
      queue: { kind: 'queue', skillId: model.skill },
      agent: { kind: 'agent' },
      survey: { kind: 'bot', botId: surveyor },
      closed: {},
    }[model.owner],
  )
  if (assignee.kind === 'queue') expect(assignee.suggestedAgentId).toBe(model.suggested)
  expect([state.skillId, state.hops]).toEqual([model.skill, model.hops])
  expect([state.transferFailures, state.transfersStopped]).toEqual([model.failures, model.stopped])
  expect(attempt?.botId).toBe(model.attempted)
  if (assignee.kind !== 'bot') expect([turn, world.work.size]).toEqual([undefined, 0])
  if (turn) expect(assignee).toMatchObject({ kind: 'bot', botId: turn.botId })
  if (world.timers.has('transfer')) expect(attempt).toBeDefined()
  expect([...world.seats.keys()]).toHaveLength(assignee.kind === 'agent' ? 1 : state.offers.length)
  if (turn === undefined) expect(state.waiting).toEqual([])
}

type Do = (model: Model, real: Real) => void
const step = (name: string, may: (model: Model, real?: Real) => boolean, run: Do): fc.Command<Model, Real> => ({
  check: (model) => may(model),
  run(model, real) {
    run(model, real)
    check(model, real)
  },
  toString: () => name,
})
const owned = (owner: Model['owner']) => (model: Model) => model.owner === owner
const isOpen = ({ owner }: Model) => owner !== 'closed'

const HOW = ['words', 'passes', 'passesInTime', 'passesToAda', 'passesToBot', 'fails', 'silent'] as const

function botAnswers(model: Model, real: Real, how: (typeof HOW)[number]): void {
  const { turn } = openIn(real.world)
  if (!turn) return
  const { turnId, botId, trigger } = turn
  const other = botId === greeter ? expert : greeter
  const base = resolution(botId, { ifFails: failsOf(botId) })
  const shared = { at: real.now, turnId } as const
  const items = [say('Hold on.')]
  const reply = { items, intents: [], ...(how !== 'words' && { action: { kind: 'transfer' as const } }) }
  const destination = how === 'passesToBot' ? toBot(orders, seat(other, { welcome: true })) : toQueue(baristas)
  const target =
    how === 'fails'
      ? ({ ok: false, why: 'nobodyOnline', cause: 'nobody' } as const)
      : ({
          ok: true,
          destination: { ...destination, ...(how === 'passesInTime' && { failAfterMs: 60_000 }) },
          ...(how === 'passesToAda' && { suggestedAgentId: ada }),
          ...(how === 'passesToBot' && { context: { userMessage: 'Where is it?' } }),
        } as const)
  const command: Command =
    how === 'silent'
      ? { type: 'failTurn', ...shared, code: 'silent', cause: 'silence', problems: [], resolution: base }
      : { type: 'acceptReply', ...shared, reply, warnings: [], resolution: { ...base, transfer: target } }
  outcome(real, command, { effectId: turn.effectId })
  if (how === 'words') return
  const isAsked = trigger === 'message'
  if (how === 'fails' || how === 'silent') return failed(model, isAsked)
  if (isAsked && model.stopped) Object.assign(model, { failures: 0, stopped: false })
  if (how === 'passesToBot') return passed(model, { bot: other, skill: orders, attempted: botId })
  passed(model, { skill: baristas, attempted: botId, suggested: how === 'passesToAda' ? ada : undefined })
}

/** A survey stays where it is, whatever its bot wants; it ends by its bot's word or failure (connector R3.18). */
function surveyAnswers(model: Model, real: Real, how: 'words' | 'passes' | 'ends' | 'silent'): void {
  const { turn } = openIn(real.world)
  if (!turn) return
  const { turnId, effectId } = turn
  const target = { ok: true, destination: toQueue(baristas) } as const
  const shared = { at: real.now, turnId, resolution: resolution(surveyor, { transfer: target }) } as const
  const action = {
    words: {},
    passes: { action: { kind: 'transfer' } },
    ends: { action: { kind: 'close', withSurvey: true } },
  } as const
  const command: Command =
    how === 'silent'
      ? { type: 'failTurn', ...shared, code: 'silent', cause: 'silence', problems: [] }
      : { type: 'acceptReply', ...shared, reply: { items: [say('How?')], intents: [], ...action[how] }, warnings: [] }
  outcome(real, command, { effectId })
  if (how === 'ends' || how === 'silent') model.owner = 'closed'
}

function taken(model: Model): void {
  Object.assign(model, { owner: 'agent', attempted: undefined, suggested: undefined, failures: 0, stopped: false })
}

const rings = (world: World, agentId: AgentId): boolean => openIn(world).offers.some((one) => one.agentId === agentId)
const isOk = (done: ReturnType<World['do']>): boolean => done !== 'effect-gone' && done.ok

const steps = [
  fc.constant(
    step('the consumer writes', isOpen, (model, { world, now }) => {
      if (isOk(world.do(write('Hello?', now)))) model.hops = 0
    }),
  ),
  fc
    .constantFrom(...HOW)
    .map((how) => step(`the bot: ${how}`, owned('bot'), (model, real) => botAnswers(model, real, how))),
  fc
    .constantFrom('words', 'passes', 'ends', 'silent')
    .map((how) =>
      step(`the survey: ${how}`, owned('survey'), (model, real) => surveyAnswers(model, real, how as 'words')),
    ),
  fc.constantFrom(ada, ben).map((agentId) =>
    step('an agent is asked and accepts', owned('queue'), (model, { world, now }) => {
      if (!rings(world, agentId)) {
        if (!isOk(world.do(offer(agentId, 'one', { at: now, until: later(72_000, now) })))) return
      }
      if (isOk(world.do(acceptOffer(agentId, now)))) taken(model)
    }),
  ),
  fc.constant(
    step('an agent is asked, and gone', owned('queue'), (model, { world, now }) => {
      world.do(offer(ada, 'one', { at: now, until: later(72_000, now) }))
      const rang = rings(world, ada)
      world.do({ type: 'withdrawOffer', agentId: ada, at: now })
      if (rang && model.suggested === ada) model.suggested = undefined
    }),
  ),
  fc.constant(
    step('an agent rings', owned('queue'), (_model, { world, now }) => {
      world.do(offer(ben, 'one', { at: now, until: later(72_000, now) }))
    }),
  ),
  fc.constant(
    step('a manager takes over', isOpen, (model, { world, now }) => {
      const got = isOk(world.do(takeOver(manager(mia), now)))
      if (model.owner === 'survey') expect(got).toBe(false)
      if (got) taken(model)
    }),
  ),
  fc.constant(
    step('the agent gives it back', owned('agent'), (model, { world, now }) => {
      world.do(giveBack(manager(mia), now))
      passed(model, {})
    }),
  ),
  fc.constant(
    step('the agent passes it to a colleague', owned('agent'), (model, { world, now }) => {
      const asked = transfer(manager(mia), toQueue(baristas), { at: now, suggestedAgentId: ben })
      if (isOk(world.do(asked))) passed(model, { skill: baristas, suggested: ben })
    }),
  ),
  fc.constant(
    step('who was suggested has not taken it', owned('queue'), (model, real) => {
      const row = real.world.timers.get('suggestion')
      if (row === undefined || row.timer.on !== 'suggestion') return
      const { dueAt, agentId } = row.timer
      real.now = Math.max(real.now, dueAt) as EpochMs
      const settles = { timer: 'suggestion', generation: row.generation }
      outcome(real, { type: 'endSuggestion', agentId, at: real.now }, settles)
      // While it rings at them they may still take it.
      if (!rings(real.world, agentId)) model.suggested = undefined
    }),
  ),
  fc.constantFrom(orders, baristas).map((skill) =>
    step('a manager sends it on, or back to the bot, out of the queue', owned('queue'), (model, { world, now }) => {
      const givesBack = failsIn(world)
      world.do(transfer(manager(mia), toQueue(skill), { at: now, ...(model.attempted && { givesBack }) }))
      if (model.attempted && skill === orders) return cameBack(model)
      // Asking twice changes nothing.
      if (skill !== model.skill || model.suggested !== undefined) passed(model, { skill })
    }),
  ),
  fc.constantFrom(greeter, expert).map((botId) =>
    step('the agent passes it to a bot', owned('agent'), (model, { world, now }) => {
      const destination = toBot(orders, seat(botId))
      world.do(transfer(manager(mia), destination, { at: now }))
      passed(model, { bot: botId, skill: orders })
    }),
  ),
  fc.boolean().map((isStale) =>
    step('the skill is switched off', owned('queue'), (model, { world, now }) => {
      const attempt = (openIn(world).attempt?.seq ?? 1) - (isStale ? 1 : 0)
      const why = { why: 'disabledSkill', cause: 'off' } as const
      world.do({ type: 'failTransfer', at: now, attempt, ...why, ifFails: failsIn(world) })
      if (!isStale && model.attempted) cameBack(model)
    }),
  ),
  fc.constant(
    step('the skill’s time is over', owned('queue'), (model, real) => {
      const row = real.world.timers.get('transfer')
      if (row === undefined || row.timer.on !== 'transfer') return
      const { attempt } = row.timer
      real.now = Math.max(real.now, row.timer.dueAt) as EpochMs
      const why = { why: 'timedOut', cause: 'late' } as const
      const settles = { timer: 'transfer', generation: row.generation }
      outcome(real, { type: 'failTransfer', at: real.now, attempt, ...why, ifFails: failsIn(real.world) }, settles)
      cameBack(model)
    }),
  ),
  fc.constant(
    step('a crash: what was done is done again', isOpen, (_model, { world, last, now }) => {
      if (last) expect(world.do({ ...last.command, at: now }, last.settles)).toBe('effect-gone')
    }),
  ),
  fc.integer({ min: -3_600_000, max: 3_600_000 }).map((ms) =>
    step(`the clock jumps by ${ms} ms`, isOpen, (_model, real) => {
      // At the door an instant is never before the last one (design: time).
      real.now = Math.max(real.now + ms, noon) as EpochMs
    }),
  ),
  fc.boolean().map((asks) =>
    step(`the consumer closes${asks ? ', and is asked how it was' : ''}`, isOpen, (model, { world, now }) => {
      world.do(close(consumer, asks ? withSurvey : undefined, now))
      Object.assign(model, { attempted: undefined, suggested: undefined })
      model.owner = asks && model.owner !== 'survey' ? 'survey' : 'closed'
    }),
  ),
  fc.constant(
    step('the survey’s time is over', owned('survey'), (model, real) => {
      const row = real.world.timers.get('survey')
      if (row === undefined) return
      real.now = Math.max(real.now, row.timer.dueAt) as EpochMs
      outcome(real, { type: 'expireSurvey', at: real.now }, { timer: 'survey', generation: row.generation })
      model.owner = 'closed'
    }),
  ),
  fc.constant(
    step('a failure is told too late', owned('survey'), (_model, { world, now }) => {
      const why = { why: 'disabledSkill', cause: 'off' } as const
      world.do({ type: 'failTransfer', at: now, attempt: 1, ...why, ifFails: failsOf(greeter) })
    }),
  ),
  fc.constant(
    step('a manager wants to pass a survey on', owned('survey'), (_model, { world, now }) => {
      expect(world.do(transfer(manager(mia), toQueue(baristas), { at: now }))).toMatchObject({ ok: false })
    }),
  ),
  fc.constant(
    step('a stranger wants to pass it on', isOpen, (_model, { world, now }) => {
      expect(world.do(transfer(agent(777 as never), toQueue(orders), { at: now }))).toMatchObject({ ok: false })
    }),
  ),
]

const numRuns = process.env.BATON_LONG ? 3_000 : 300

it('dialogs R7.27: whatever bots, people, timers, clocks and crashes do, the conversation has one owner and is not lost', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(fc.commands(steps, { maxCommands: 60, size: 'max' }), (commands) => {
      const world = new World()
      world.do(open(toBot(orders, seat(greeter))))
      const model: Model = { owner: 'bot', bot: greeter, skill: orders, failures: 0, stopped: false, told: 0, hops: 0 }
      fc.modelRun(() => ({ model, real: { world, now: noon } }), commands)
    }),
    { numRuns },
  )
})
