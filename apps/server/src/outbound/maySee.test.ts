import type { AccountId, AgentId, SkillId } from '@baton/base'
import type { Conversation } from '@baton/conversation'
import { expect, it } from 'vitest'
import { type AgentIdentity, maySee, takesPart } from './maySee.ts'

const ada = 7 as AgentId
const billing = 1 as SkillId
const someone = (role: AgentIdentity['role'], accountId = 'acme'): AgentIdentity => ({
  accountId: accountId as AccountId,
  agentId: ada,
  role,
  skillIds: new Set([billing]),
})
const open = (facts: object) =>
  ({
    phase: 'main',
    accountId: 'acme',
    offers: [],
    joined: [],
    assignee: { kind: 'bot', botId: 99 },
    ...facts,
  }) as unknown as Conversation
const closed = { phase: 'closed', accountId: 'acme' } as unknown as Conversation
const queued = (skillId: number) => open({ assignee: { kind: 'queue', skillId, since: 0 } })

it.each([
  ['what she answers', someone('agent'), open({ assignee: { kind: 'agent', agentId: ada } }), true],
  ['what a colleague answers', someone('agent'), open({ assignee: { kind: 'agent', agentId: 8 } }), false],
  ['what a bot answers', someone('agent'), open({}), false],
  ['what she is offered', someone('agent'), open({ offers: [{ agentId: ada, until: 1 }] }), true],
  ['what a colleague is offered', someone('agent'), open({ offers: [{ agentId: 8, until: 1 }] }), false],
  ['what she has joined', someone('agent'), open({ joined: [{ agentId: ada, role: 'reader' }] }), true],
  ['the queue of her skill', someone('agent'), queued(billing), true],
  ['the queue of another skill', someone('agent'), queued(2), false],
  ['the queue, as a builder', someone('builder'), queued(billing), false],
  ['what is closed', someone('agent'), closed, false],
  ['what does not exist', someone('manager'), { phase: 'absent' } as Conversation, false],
  ['anything, as a manager', someone('manager'), open({}), true],
  ['anything, as an administrator', someone('admin'), queued(2), true],
  ['anything closed, as a manager', someone('manager'), closed, true],
  ['another account’s, as a manager', someone('manager', 'other'), open({}), false],
  ['another account’s queue', someone('agent', 'other'), queued(billing), false],
  [
    'another account’s offer with her number',
    someone('agent', 'other'),
    open({ offers: [{ agentId: ada, until: 1 }] }),
    false,
  ],
] as const)('an agent and %s', (_what, agent, conversation, sees) => {
  expect(maySee(agent, conversation)).toBe(sees)
})

it.each([
  ['who answers', open({ assignee: { kind: 'agent', agentId: ada } }), true],
  ['who joined to speak', open({ joined: [{ agentId: ada, role: 'manager' }] }), true],
  ['who only reads', open({ joined: [{ agentId: ada, role: 'reader' }] }), false],
  ['who looks at a queue', queued(billing), false],
  ['who is a manager elsewhere', open({}), false],
])('shows the typing and the marks of one %s: %s', (_what, conversation, shown) => {
  expect(takesPart(someone('manager'), conversation)).toBe(shown)
})
