import { expect, it } from 'vitest'
import type { Command } from './commands.ts'
import { fatesOf } from './fates.ts'
import {
  answer,
  baristas,
  expert,
  failure,
  greeter,
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
import { close, consumer, given, system, takeOver, transfer, withSurvey } from './testing/requests.ts'

const atGreeter = open(toBot(orders, seat(greeter)))
const leadsTo = (destination: ReturnType<typeof toQueue>) =>
  resolution(greeter, { transfer: { ok: true, destination } })
const silent = { action: { kind: 'transfer' } } as const
const delay = { kind: 'delay', durationMs: 1_000, typing: true } as const

/** The consumer's first words are in place 2; a second message, where there is one, in place 4. */
it.each<[string, readonly Command[], object]>([
  ['words to people are read by people', [open(toQueue(orders))], { 2: [{ kind: 'toPeople' }] }],
  ['words that a bot is asked have none yet', [atGreeter, write('Hello?')], {}],
  [
    'words that a bot answered',
    [atGreeter, answer(1, { items: [say('Hi')] })],
    { 2: [{ kind: 'answered', turnId: 1 }] },
  ],
  [
    'a deliberate silence is an answer',
    [atGreeter, answer(1, { items: [delay] })],
    { 2: [{ kind: 'answered', turnId: 1 }] },
  ],
  ['a bot failed', [atGreeter, failure(1)], { 2: [{ kind: 'failure', turnId: 1 }] }],
  [
    'a bot passed on without a word: both are handed over',
    [atGreeter, write('Hello?'), answer(1, silent, noon, leadsTo(toQueue(baristas)))],
    { 2: [{ kind: 'handedOver' }], 4: [{ kind: 'handedOver' }] },
  ],
  [
    'a bot passed on after words: the first is answered',
    [atGreeter, write('Hello?'), answer(1, { ...silent, items: [say('Bye')] }, noon, leadsTo(toQueue(baristas)))],
    { 2: [{ kind: 'answered', turnId: 1 }], 4: [{ kind: 'handedOver' }] },
  ],
  [
    'a bot passed on to a bot, which answers',
    [
      atGreeter,
      answer(1, silent, noon, leadsTo(toBot(baristas, seat(expert)))),
      answer(2, { items: [say('Hi')] }, noon, resolution(expert)),
    ],
    { 2: [{ kind: 'answered', turnId: 2 }] },
  ],
  [
    'a bot failed and another answers',
    [
      atGreeter,
      failure(1, noon, resolution(greeter, { escalation: { destination: toBot(baristas, seat(expert)) } })),
      answer(2, { items: [say('Hi')] }, noon, resolution(expert)),
    ],
    { 2: [{ kind: 'answered', turnId: 2 }] },
  ],
  ['somebody takes over while the bot is asked', [atGreeter, takeOver(manager(mia))], { 2: [{ kind: 'handedOver' }] }],
  [
    'somebody takes over while the bot pauses after words',
    [atGreeter, answer(1, { items: [say('One moment…'), delay, say('Here')] }), takeOver(manager(mia))],
    { 2: [{ kind: 'answered', turnId: 1 }] },
  ],
  ['somebody moves it to people', [atGreeter, transfer(system, toQueue(baristas))], { 2: [{ kind: 'handedOver' }] }],
  [
    'the conversation ends',
    [atGreeter, write('Hello?'), close(consumer)],
    { 2: [{ kind: 'closed' }], 4: [{ kind: 'closed' }] },
  ],
  ['the main talk ends', [atGreeter, close(consumer, withSurvey)], { 2: [{ kind: 'closed' }] }],
])('design 8.5: %s', (_what, commands, fates) => {
  expect(Object.fromEntries(fatesOf(given(...commands).log))).toEqual(fates)
})

it('a log that settles a message twice shows both', () => {
  const { log } = given(open(toQueue(orders)), close(consumer))
  const broken = log.map((entry) =>
    entry.event.type === 'closed' ? { ...entry, event: { ...entry.event, unanswered: [2] } } : entry,
  )

  expect(fatesOf(broken).get(2)).toEqual([{ kind: 'toPeople' }, { kind: 'closed' }])
})
