import type { SpeakOfSilence } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { silencesIn } from '../silence.ts'
import { sayBySystem } from './announce.ts'
import { Draft, silenceAt } from './draft.ts'

/** An outcome: somebody has said nothing for as long as is set. Words of the system's own end no silence. */
export function speakOfSilence(open: OpenConversation, { words, nextAt, at }: SpeakOfSilence): Decision {
  const draft = new Draft(open, at)
  const lasts = words !== undefined && silencesIn(open).some(({ kind, dueAt }) => kind === words.kind && dueAt <= at)
  if (lasts) sayBySystem(draft, words.kind, words.text)
  else if (nextAt !== undefined) draft.order(silenceAt(nextAt))
  return draft.decision()
}
