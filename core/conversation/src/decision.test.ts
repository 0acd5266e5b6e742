import { readFileSync } from 'node:fs'
import type { TagId } from '@baton/base'
import { describe, expect, it } from 'vitest'
import { absent } from './conversation.ts'
import { decide } from './decide.ts'
import type { Decision, Refusal } from './decision.ts'
import { refuse } from './decision.ts'
import { MAX_TAGS, MAX_WAITING } from './limits.ts'
import {
  ada,
  agent,
  ben,
  greeter,
  manager,
  mia,
  noon,
  open,
  orders,
  seat,
  toBot,
  toQueue,
  write,
} from './testing/examples.ts'
import {
  acceptOffer,
  answeredByAda,
  byAda,
  click,
  close,
  consumer,
  giveBack,
  given,
  join,
  offer,
  prioritise,
  tag,
  takeOver,
  transfer,
} from './testing/requests.ts'

const queued = () => given(open(toQueue(orders))).state
const byAdas = () => answeredByAda().state
const crowded = () =>
  given(open(toBot(orders, seat(greeter))), ...Array.from({ length: MAX_WAITING }, () => write('…'))).state
const private_ = { audience: 'AGENTS_AND_MANAGERS' } as const
const card = { kind: 'structured', structured: { type: 'text', text: 'Espresso' } } as const

/** One way to provoke every refusal; the compiler fails on a code that is missing. */
const PROVOKED: { readonly [refusal in Refusal]: () => Decision } = {
  'conversation-not-found': () => decide(absent, write('Hello?')),
  'conversation-exists': () => decide(queued(), open(toQueue(orders))),
  'conversation-closed': () => decide(answeredByAda(close(byAda)).state, write('Hello?')),
  'not-a-participant': () => decide(queued(), write('Hi', noon, { by: agent(ben) })),
  'not-the-assignee': () => decide(byAdas(), write('Hi', noon, { by: agent(ben) })),
  'not-permitted': () => decide(byAdas(), giveBack(consumer)),
  'private-not-permitted': () => decide(byAdas(), write('psst', noon, private_)),
  'content-not-permitted': () => decide(byAdas(), write('', noon, { ...private_, by: byAda, content: card as never })),
  'message-empty': () => decide(byAdas(), write(' ')),
  'too-many-waiting': () => decide(crowded(), write('one more')),
  'not-a-click': () => decide(byAdas(), click(1_000)),
  'offer-gone': () => decide(queued(), acceptOffer(ada)),
  'already-offered': () => decide(given(open(toQueue(orders)), offer(ada)).state, offer(ada)),
  'already-assigned': () => decide(byAdas(), takeOver(manager(ada))),
  'not-queued': () => decide(byAdas(), offer(ben)),
  'already-joined': () => decide(answeredByAda(join(manager(mia), 'reader')).state, join(manager(mia), 'manager')),
  'takes-part': () => decide(byAdas(), transfer(byAda, toQueue(orders), { suggestedAgentId: ada })),
  'not-assigned': () => decide(queued(), giveBack(manager(ada))),
  'priority-not-permitted': () => decide(byAdas(), prioritise(consumer, 'custom', 1)),
  'too-many-tags': () =>
    decide(
      byAdas(),
      tag(
        byAda,
        Array.from({ length: MAX_TAGS + 1 }, (_, id) => id as TagId),
      ),
    ),
}

describe('a refusal', () => {
  it.each(Object.entries(PROVOKED))('%s is told to the sender, and changes nothing', (refusal, provoke) => {
    expect(provoke()).toEqual(refuse(refusal as Refusal))
  })

  it('has an example here for every code that the contract lists', () => {
    const source = readFileSync(new URL('./decision.ts', import.meta.url), 'utf8')
    const [, union = ''] = source.split('export type Refusal =')
    const listed = [...union.matchAll(/^ {2}\| '([a-z-]+)'$/gm)].map(([, code]) => code)

    expect(listed.length).toBeGreaterThan(0)
    expect(Object.keys(PROVOKED).sort()).toEqual(listed.sort())
  })
})
