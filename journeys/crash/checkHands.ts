import type { AccountId, ConversationId } from '@baton/base'
import { absent, type Conversation, evolve, fold, type Recorded, transfersIn } from '@baton/conversation'
import type { Storage } from '@baton/storage'
import { expect } from 'vitest'
import { nothingIsLeftToDo, placesHaveNoGap, readWholeLog } from './checkHistory.ts'
import { CHANGES_OF_HANDS, WHOLE_STORY } from './stories.ts'

/**
 * Conversations that changed hands while the process was killed, read after the server has gone: none is lost, nothing in them was
 * said twice, nobody but the one owner spoke, and every transfer has its one outcome.
 */
export async function checkHands(
  storage: Storage,
  account: AccountId,
  ids: readonly ConversationId[],
  skillNames: ReadonlyMap<number, string>,
): Promise<void> {
  expect(new Set(ids).size, 'every story is a conversation of its own').toBe(ids.length)
  for (const id of ids) {
    const log = await readWholeLog(storage, account, id)
    placesHaveNoGap(log)
    expect(textsOf(log), 'what was said, each once and in order').toEqual(WHOLE_STORY)
    expect(handsOf(log, skillNames)).toEqual(CHANGES_OF_HANDS)
    onlyTheOwnerSpoke(log)
    const loaded = await storage.conversations.load(account, id)
    expect(loaded?.state, 'invariant 8: the state row is the fold of the log').toEqual(fold(log))
    expect(loaded?.state).toMatchObject({ phase: 'closed', reason: 'surveyDone' })
  }
  await nothingIsLeftToDo(storage)
}

const textsOf = (log: readonly Recorded[]): string[] =>
  log.flatMap(({ event }) =>
    event.type === 'messageSent' && event.body?.content.kind === 'text' ? [event.body.content.text] : [],
  )

const handsOf = (log: readonly Recorded[], skillNames: ReadonlyMap<number, string>): string[] =>
  transfersIn(log).map(
    ({ by, skillId, outcome }) => `${by.kind} to ${skillNames.get(Number(skillId)) ?? skillId}: ${outcome}`,
  )

/** Invariant 3, from outside: at each place one owner, and nobody else said a word or was told a turn. */
function onlyTheOwnerSpoke(log: readonly Recorded[]): void {
  let state: Conversation = absent
  for (const recorded of log) {
    const { seq, event } = recorded
    const owner = state.phase === 'main' ? state.assignee : undefined
    if (event.type === 'messageSent' && event.by.kind !== 'consumer' && owner !== undefined)
      expect(owner, `who spoke at ${seq}`).toMatchObject(event.by)
    if (event.type === 'turnOpened' && owner !== undefined)
      expect(owner, `who has the floor at ${seq}`).toMatchObject({ kind: 'bot', botId: event.botId })
    if (event.type === 'assigned') expect(owner?.kind, `who had it before ${seq}`).toBe('queue')
    state = evolve(state, recorded)
  }
}
