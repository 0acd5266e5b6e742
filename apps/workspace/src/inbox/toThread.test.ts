import type { AgentId, ConversationId, EpochMs, SkillId } from '@baton/base'
import type { AgentConversation } from '@baton/client'
import type { ViewerEvent, Who } from '@baton/protocol'
import { expect, it } from 'vitest'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { toThread } from './toThread.ts'

const ME = 7 as AgentId
const bot = { kind: 'bot', id: 3, name: 'Coffee bot' } as Who
const me = { kind: 'agent', id: ME, name: 'Ada' } as Who
const consumer: Who = { kind: 'consumer' }
const says = (who: Who, text: string) =>
  ({ type: 'message', who, audience: 'ALL', content: { kind: 'text', text } }) as ViewerEvent
const understood = {
  type: 'turn',
  turnId: 1,
  stage: 'answered',
  intents: [{ id: 'os', name: 'order status', confidenceScore: 0.9 }],
} as unknown as ViewerEvent
const toQueue = {
  type: 'transferred',
  assignee: { kind: 'queue', since: 0, skillName: 'Baristas' },
  by: bot,
  reason: 'escalatedByUser',
} as unknown as ViewerEvent
const accepted = { type: 'assigned', assignee: { kind: 'agent', who: me }, how: 'accepted' } as ViewerEvent

/** What stands in the thread, each in one line. */
function linesOf(events: readonly ViewerEvent[], holder: Who, texts = en): string[] {
  const kind = holder.kind === 'bot' ? 'bot' : 'agent'
  const header = { conversationId: 'c' as ConversationId, assignee: { kind, who: holder }, joined: [] }
  const frames = events.map((event, index) => ({ seq: index + 1, prev: index, at: 0, event }))
  const conversation = { view: { header, events: frames, more: false, marks: [] }, unread: 0 }
  const items = toThread(conversation as unknown as AgentConversation, [], { me: ME, consumer: 'Marta', texts })
  return items.map((item) => {
    if (item.kind !== 'message') return item.text
    return `${item.name}: ${item.content?.kind === 'text' ? item.content.text : ''}`
  })
}

const talk = [
  says(consumer, 'hello'),
  understood,
  says(bot, 'Hi.'),
  says(bot, 'One moment.'),
  says(consumer, 'A person!'),
]

it('folds what the bot did into one line once people answer, and leaves out what still waits for an answer', () => {
  expect(linesOf([...talk, toQueue, accepted], me)).toEqual([
    'Bot answered 2 times · order status, transfer',
    'Marta: A person!',
    'Coffee bot passed it to Baristas · the consumer asked for it',
    'You accepted',
  ])
})

it('messaging R5.2: keeps in sight what the bot said as it passed the conversation on', () => {
  expect(linesOf([says(consumer, 'A person!'), says(bot, 'Hi.'), says(bot, 'They know.'), toQueue], me)).toEqual([
    'Bot answered 2 times · transfer',
    'Coffee bot: They know.',
    'Coffee bot passed it to Baristas · the consumer asked for it',
  ])
})

it('keeps in sight what a bot told its colleagues', () => {
  const note = { ...says(bot, 'Order 1293.'), audience: 'AGENTS_AND_MANAGERS' } as ViewerEvent
  expect(linesOf([says(consumer, 'hello'), says(bot, 'Hi.'), note, toQueue], me).slice(0, 2)).toEqual([
    'Bot answered once · transfer',
    'Coffee bot: Order 1293.',
  ])
})

it('folds nothing while the bot still answers', () => {
  expect(linesOf(talk, bot)).toEqual(['Marta: hello', 'Coffee bot: Hi.', 'Coffee bot: One moment.', 'Marta: A person!'])
})

it('messaging R5.13, LIF-13: says for whom it is meant, and that they did not take it in time', () => {
  const hedy = { kind: 'agent', id: 9 as AgentId, name: 'Hedy' } as const
  const queue = { kind: 'queue', since: 0 as EpochMs, skillId: 5 as SkillId, skillName: 'Baristas' } as const
  const passed: ViewerEvent = {
    ...{ type: 'transferred', by: { kind: 'agent', id: 8 as AgentId, name: 'Joan' }, reason: 'byAgent' },
    assignee: { ...queue, suggested: hedy },
  }
  const over: ViewerEvent = {
    ...{ type: 'transferred', by: { kind: 'system' }, reason: 'suggestedTimedOut' },
    assignee: queue,
  }
  expect(linesOf([passed, over], me)).toEqual([
    'Joan passed it to Baristas, meant for Hedy · by hand',
    'Waits for Baristas · the one it was meant for did not take it in time',
  ])
})

it('speaks to whoever reads it as the language does: “Sie haben”, not “Sie hat”', () => {
  const toMe = {
    ...{ type: 'transferred', by: { kind: 'agent', id: 8 as AgentId, name: 'Joan' }, reason: 'byAgent' },
    assignee: { kind: 'queue', since: 0 as EpochMs, skillId: 5 as SkillId, skillName: 'Baristas', suggested: me },
  } as ViewerEvent
  const read = { type: 'joined', who: me, role: 'reader' } as unknown as ViewerEvent
  const closed = { type: 'closed', by: me } as unknown as ViewerEvent
  expect(linesOf([toMe, accepted, read, closed], me, de)).toEqual([
    'Joan hat an Baristas weitergegeben, gemeint sind Sie · von Hand',
    'Sie haben angenommen',
    'Sie lesen mit',
    'Sie haben das Gespräch geschlossen',
  ])
  expect(linesOf([toMe, read], me)).toEqual(['Joan passed it to Baristas, meant for you · by hand', 'You read along'])
})
