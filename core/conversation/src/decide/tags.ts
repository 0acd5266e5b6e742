import type { ChangeTags } from '../commands.ts'
import { actorOf } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { accept, refuse } from '../decision.ts'
import { MAX_TAGS } from '../limits.ts'
import { mayNotDirect } from './authority.ts'
import { Draft } from './draft.ts'

/** What is on already, or not there to be taken off, changes nothing; so a second click is no second fact. */
export function changeTags(open: OpenConversation, { add, remove, by, at }: ChangeTags): Decision {
  const refusal = mayNotDirect(open, by)
  if (refusal) return refuse(refusal)
  const removed = open.tags.filter((tag) => remove.includes(tag) && !add.includes(tag))
  const added = [...new Set(add)].filter((tag) => !open.tags.includes(tag))
  if (open.tags.length - removed.length + added.length > MAX_TAGS) return refuse('too-many-tags')
  if (added.length === 0 && removed.length === 0) return accept([])
  const draft = new Draft(open, at)
  draft.record({ type: 'tagsChanged', v: 1, added, removed, by: actorOf(by) })
  return draft.decision()
}
