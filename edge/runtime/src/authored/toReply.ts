import type { BotId, SkillId } from '@baton/base'
import type { ChosenTransfer, SurveyAnswer, UntrustedAction, UntrustedItem, UntrustedReply } from '@baton/bot'
import type { TransferContext as GivenContext, Output } from '@baton/dialog'

/** What the dialog said, for the gate that every bot's words go through. Paths name the output, counted from 0. */
export interface Said {
  readonly untrusted: UntrustedReply
  /** Exact lengths of the delays, in order: the gate counts in seconds. */
  readonly delaysMs: readonly number[]
  readonly isSilent: boolean
  /** Where its transfer leads, which no other kind of bot can say. */
  readonly chosen?: ChosenTransfer
  readonly surveyAnswers: readonly SurveyAnswer[]
}

export function toReply(outputs: readonly Output[]): Said {
  const items: UntrustedItem[] = []
  const actions: UntrustedAction[] = []
  const delaysMs: number[] = []
  let chosen: ChosenTransfer | undefined
  const surveyAnswers: SurveyAnswer[] = []
  for (const [index, output] of outputs.entries()) {
    const path = `/outputs/${index}`
    const said = { path, metadata: undefined, encodedMetadata: undefined }
    switch (output.kind) {
      case 'text':
        items.push(
          output.quickReplies === undefined
            ? { ...said, kind: 'text', text: output.text, audience: undefined, ...(output.of && { of: output.of }) }
            : { ...said, kind: 'structured', structured: { message: output.text, quickReplies: output.quickReplies } },
        )
        break
      case 'private':
        items.push({ ...said, kind: 'text', text: output.text, audience: 'AGENTS_AND_MANAGERS' })
        break
      case 'structured': {
        const { content, metadata } = output
        items.push({ ...said, kind: 'structured', structured: content, metadata })
        break
      }
      case 'image':
        items.push({
          ...said,
          kind: 'structured',
          structured: { type: 'vertical', elements: [{ type: 'image', url: output.url }] },
        })
        break
      case 'delay':
        if (output.ms < 1) break
        items.push({ path, kind: 'delay', seconds: Math.ceil(output.ms / 1_000), typing: true })
        delaysMs.push(output.ms)
        break
      case 'transfer':
        if (output.message !== undefined)
          items.push({ ...said, kind: 'text', text: output.message, audience: undefined, of: 'transfer' })
        chosen = { skillId: Number(output.skillId) as SkillId, ...contextOf(output.context) }
        actions.push({ path, kind: 'transfer', skillName: CHOSEN, agentId: output.agentId })
        break
      case 'transferToBot':
        chosen = { botId: Number(output.botId) as BotId, ...contextOf(output.context, output.dialog) }
        actions.push({ path, kind: 'transfer', skillName: CHOSEN, agentId: undefined })
        break
      case 'surveyAnswer': {
        const { measures, question } = output
        if ('skipped' in output) {
          surveyAnswers.push({ measures, question, skipped: true })
          break
        }
        const answer = output.value
        const counts = /^-?\d{1,9}(?:\.\d{1,6})?$/.test(answer.trim())
        surveyAnswers.push({ measures, question, answer, ...(counts && { number: Number(answer) }) })
        break
      }
      case 'close':
        actions.push({ path, kind: 'close', withoutSurvey: !output.survey })
        break
      default:
      // Everything else is told in the record of the turn, or done elsewhere.
    }
  }
  const isSilent = items.length + actions.length === 0
  return { untrusted: { items, actions, intents: [] }, delaysMs, isSilent, surveyAnswers, ...(chosen && { chosen }) }
}

/** Stands for a skill that is not named but chosen, so that the gate finds none missing. */
const CHOSEN = 'chosen'

function contextOf(given: GivenContext | undefined, dialog?: string): Pick<ChosenTransfer, 'context'> {
  if (given === undefined) return {}
  const { intentId, userMessage } = given
  return {
    context: {
      ...(intentId !== undefined && { intentId }),
      ...(userMessage !== undefined && { userMessage }),
      ...(dialog !== undefined && dialog !== '' && { dialog }),
    },
  }
}
