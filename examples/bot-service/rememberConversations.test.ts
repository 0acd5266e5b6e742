import { expect, it } from 'vitest'
import { rememberConversations } from './rememberConversations.ts'

it('forgets the conversation that was silent for longest when there are too many', () => {
  const conversations = rememberConversations(2)
  conversations.announce('a')
  conversations.announce('b')
  conversations.find('a')
  conversations.announce('c')
  expect(['a', 'b', 'c'].map((key) => conversations.find(key) !== undefined)).toEqual([true, false, true])
})
