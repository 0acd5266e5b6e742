import type { AgentId, BotId, EffectId, EpochMs, SkillId, TurnId } from '@baton/base'
import { expect, it } from 'vitest'
import { message, noon, opening } from '../conformance/examples.ts'
import { toCommitItem } from './commitItem.ts'
import { pack, unpack } from './crossing.ts'

const claim = { by: 'node', until: noon }
const effects = [
  {
    do: 'perform',
    effect: {
      kind: 'turn',
      name: 'askBot',
      id: 'e' as EffectId,
      turnId: 1 as TurnId,
      botId: 7 as BotId,
      deadline: noon,
    },
  },
  { do: 'setTimer', timer: { name: 'idle', dueAt: 5 as EpochMs, on: 'idle' } },
  { do: 'cancel', effectId: 'e' as EffectId },
  { do: 'clearTimer', name: 'idle' },
  { do: 'reserve', agentId: 3 as AgentId, weight: 0.5, mayExceed: true },
  { do: 'release', agentId: 3 as AgentId },
  { do: 'wakeDispatcher', skillId: 9 as SkillId },
] as const

it.each([
  ['words', message(1)],
  ['an opening with every kind of effect', { ...opening(), effects, claim }],
  ['an outcome', { ...message(1), settles: { kind: 'effect', effectId: 'e' as EffectId, claimedBy: 'node' } } as const],
  [
    'a timer that came, with a run, a journal and an erasure',
    {
      ...message(1),
      settles: { kind: 'timer', name: 'delay', generation: 4, claimedBy: 'node' },
      run: { turnId: 1, definitionHash: 'h', state: { at: 'start' } },
      journal: [{ turnId: 1, needIndex: 0, needHash: 'n', answer: { ok: true }, at: noon }],
      erasesBodies: true,
    } as const,
  ],
])('%s arrive in the other thread as they were sent', (_what, commit) => {
  const item = { operation: 'commit', argument: toCommitItem(commit, noon) } as const
  expect(unpack(structuredClone(pack(item)))).toEqual(item)
})

it('other operations cross as they are', () => {
  const item = { operation: 'limitPages', argument: 8 } as const
  expect(unpack(structuredClone(pack(item)))).toEqual(item)
})
