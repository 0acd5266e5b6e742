import type { BotId, EpochMs } from '@baton/base'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Command, TransferFails } from './commands.ts'
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
  toBot,
  toQueue,
  write,
} from './testing/examples.ts'
import { acceptOffer, close, consumer, giveBack, offer, openIn, takeOver, transfer } from './testing/requests.ts'
import { type Settles, World } from './testing/world.ts'
import { transfersIn } from './transfersIn.ts'

/** What dialogs R7.27 says of a transfer, and nothing else. */
interface Model {
  owner: 'bot' | 'queue' | 'agent' | 'closed'
  /** It waits by a bot's transfer. */
  attempted: boolean
  failures: number
  stopped: boolean
  /** How often the bot was told. */
  told: number
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

function failed(model: Model, startsAnew: boolean): void {
  model.failures = (startsAnew && model.stopped ? 0 : model.failures) + 1
  model.stopped = model.failures > RETRIES
  if (!model.stopped) model.told += 1
}

/** Checked after every step: never lost, never two owners, and the log says what became of everything. */
function check(model: Model, { world }: Real): void {
  const { state, log } = world
  const tried = transfersIn(log)
  expect(tried.filter(({ outcome: o }) => o === 'pending').length).toBeLessThanOrEqual(1)
  expect(tried.slice(0, -1).every(({ outcome: o }) => o !== 'pending')).toBe(true)
  expect(world.eventsOf('turnOpened').filter(({ tells }) => tells).length).toBe(model.told)
  if (state.phase !== 'main') {
    expect([state.phase, model.owner]).toEqual(['closed', 'closed'])
    expect([world.work.size, world.timers.size, world.seats.size]).toEqual([0, 0, 0])
    return
  }
  expect(state.assignee.kind).toBe(model.owner)
  expect([state.transferFailures, state.transfersStopped]).toEqual([model.failures, model.stopped])
  expect(state.attempt !== undefined).toBe(model.attempted)
  if (state.assignee.kind !== 'bot') expect([state.turn, world.work.size]).toEqual([undefined, 0])
  if (state.turn) expect(state.assignee).toMatchObject({ kind: 'bot', botId: state.turn.botId })
  expect([...world.seats.keys()]).toHaveLength(state.assignee.kind === 'agent' ? 1 : state.offers.length)
  const waitsForever = state.waiting.length > 0 && state.turn === undefined
  expect(waitsForever).toBe(false)
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

function botAnswers(model: Model, real: Real, how: 'words' | 'passes' | 'passesInTime' | 'fails' | 'silent'): void {
  const { turn } = openIn(real.world)
  if (!turn) return
  const destination = { ...toQueue(baristas), ...(how === 'passesInTime' && { failAfterMs: 60_000 }) }
  const base = resolution(turn.botId, { ifFails: failsOf(turn.botId) })
  const shared = { at: real.now, turnId: turn.turnId } as const
  const reply = {
    items: [say('Hold on.')],
    intents: [],
    ...(how !== 'words' && { action: { kind: 'transfer' as const } }),
  }
  const target =
    how === 'fails'
      ? ({ ok: false, why: 'nobodyOnline', cause: 'nobody' } as const)
      : ({ ok: true, destination } as const)
  const command: Command =
    how === 'silent'
      ? { type: 'failTurn', ...shared, code: 'silent', cause: 'silence', problems: [], resolution: base }
      : { type: 'acceptReply', ...shared, reply, warnings: [], resolution: { ...base, transfer: target } }
  const isAsked = turn.trigger === 'message'
  outcome(real, command, { effectId: turn.effectId })
  if (how === 'fails' || how === 'silent') failed(model, isAsked)
  if (how === 'passes' || how === 'passesInTime') {
    if (isAsked && model.stopped) Object.assign(model, { failures: 0, stopped: false })
    Object.assign(model, { owner: 'queue', attempted: true })
  }
}

function taken(model: Model): void {
  Object.assign(model, { owner: 'agent', attempted: false, failures: 0, stopped: false })
}

const steps = [
  fc.constant(step('the consumer writes', isOpen, (_model, { world, now }) => void world.do(write('Hello?', now)))),
  fc
    .constantFrom('words', 'passes', 'passesInTime', 'fails', 'silent')
    .map((how) => step(`the bot: ${how}`, owned('bot'), (model, real) => botAnswers(model, real, how as 'words'))),
  fc.constantFrom(ada, ben).map((agentId) =>
    step('an agent is asked and accepts', owned('queue'), (model, { world, now }) => {
      if (!openIn(world).offers.some((one) => one.agentId === agentId)) {
        const asked = world.do(offer(agentId, 'one', { at: now, until: later(72_000, now) }))
        if (asked === 'effect-gone' || !asked.ok) return
      }
      const got = world.do(acceptOffer(agentId, now))
      if (got !== 'effect-gone' && got.ok) taken(model)
    }),
  ),
  fc.constant(
    step('an agent is asked, and gone', owned('queue'), (_model, { world, now }) => {
      world.do(offer(ada, 'one', { at: now, until: later(72_000, now) }))
      world.do({ type: 'withdrawOffer', agentId: ada, at: now })
    }),
  ),
  fc.constant(
    step('an agent rings', owned('queue'), (_model, { world, now }) => {
      world.do(offer(ben, 'one', { at: now, until: later(72_000, now) }))
    }),
  ),
  fc.constant(
    step('a manager takes over', isOpen, (model, { world, now }) => {
      const done = world.do(takeOver(manager(mia), now))
      if (done !== 'effect-gone' && done.ok) taken(model)
    }),
  ),
  fc.constant(
    step('the agent gives it back', owned('agent'), (model, { world, now }) => {
      world.do(giveBack(manager(mia), now))
      Object.assign(model, { owner: 'queue', attempted: false })
    }),
  ),
  fc.constantFrom(greeter, expert).map((botId) =>
    step('the agent passes it to a bot', owned('agent'), (model, { world, now }) => {
      const destination = toBot(orders, seat(botId))
      world.do(transfer(manager(mia), destination, { at: now }))
      // After many hops people have it, whoever sits there.
      Object.assign(model, { owner: openIn(world).assignee.kind, attempted: false })
    }),
  ),
  fc.boolean().map((isStale) =>
    step('the skill is switched off', owned('queue'), (model, { world, now }) => {
      const attempt = (openIn(world).attempt?.seq ?? 1) - (isStale ? 1 : 0)
      const why = { why: 'disabledSkill', cause: 'off' } as const
      world.do({ type: 'failTransfer', at: now, attempt, ...why, ifFails: failsIn(world) })
      if (isStale || !model.attempted) return
      failed(model, false)
      Object.assign(model, { owner: 'bot', attempted: false })
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
      failed(model, false)
      Object.assign(model, { owner: 'bot', attempted: false })
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
  fc.constant(
    step('the consumer closes', isOpen, (model, { world, now }) => {
      world.do(close(consumer, undefined, now))
      model.owner = 'closed'
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
      const model: Model = { owner: 'bot', attempted: false, failures: 0, stopped: false, told: 0 }
      fc.modelRun(() => ({ model, real: { world, now: noon } }), commands)
    }),
    { numRuns },
  )
})
