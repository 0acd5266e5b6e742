import type { Turn, TurnMessage } from '@baton/bot'
import type { OpenConversation, Recorded, TurnWork } from '@baton/conversation'
import type { Storage } from '@baton/storage'
import type { Known } from './conversations.ts'
import { readLastLine } from './lastLine.ts'

type Reading = Pick<Storage, 'conversations'>

/** What the bot before lets this one know, and the messages that it stands for. */
interface PassedOn extends Pick<Turn, 'transferContext'> {
  readonly covers?: readonly number[]
}

/** All that a bot is told in this turn. @param known what this node has in memory of the conversation already */
export async function readTurn(
  storage: Reading,
  known: Pick<Known, 'unanswered'>,
  state: OpenConversation,
  { turnId, botId }: TurnWork,
): Promise<Turn> {
  const trigger = state.turn?.trigger ?? 'message'
  const answering = state.turn?.messages ?? []
  // Who greets is told what the consumer said last, answered or not; to others it is the message itself (connector R3.10).
  const last = trigger === 'seated' && state.lastConsumerSeq > 0 ? state.lastConsumerSeq : undefined
  const messages = await readMessages(storage, known, state, last === undefined ? answering : [...answering, last])
  const { transferContext, covers = [] } = await readContext(storage, state)
  const lastConsumerMessage = last === undefined ? undefined : messages.get(last)
  const lastLine = trigger === 'seated' ? await readLastLine(storage, state) : undefined
  return {
    turnId,
    botId,
    trigger,
    messages: answering.flatMap((seq) => (covers.includes(seq) ? [] : (messages.get(seq) ?? []))),
    language: state.language,
    ...(state.turn?.tells && { tells: state.turn.tells }),
    ...(state.turn?.why && { why: state.turn.why }),
    ...(transferContext && { transferContext }),
    ...(lastConsumerMessage && { lastConsumerMessage }),
    ...(lastLine && { lastLine }),
    ...(state.turn?.results && { fileResults: state.turn.results }),
    ...(state.attributes && { attributes: state.attributes }),
  }
}

/** Nothing once it was erased. */
async function readContext({ conversations }: Reading, { accountId, id, turn }: OpenConversation): Promise<PassedOn> {
  if (turn?.contextAt === undefined) return {}
  const [read] = await conversations.readEvents(accountId, id, [turn.contextAt])
  if (read?.event.type !== 'transferred' || read.event.body === undefined) return {}
  const { covers, body } = read.event
  return { transferContext: body.context, ...(covers && { covers }) }
}

async function readMessages(
  { conversations }: Reading,
  { unanswered }: Pick<Known, 'unanswered'>,
  { accountId, id }: OpenConversation,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, TurnMessage>> {
  const missing = seqs.filter((seq) => !unanswered.some((recorded) => recorded.seq === seq))
  const read = missing.length === 0 ? [] : await conversations.readEvents(accountId, id, missing)
  return new Map([...unanswered, ...read].flatMap((recorded) => toTurnMessage(recorded)))
}

function toTurnMessage({ seq, at, event }: Recorded): [number, TurnMessage][] {
  if (event.type !== 'messageSent') return []
  const { clickOn } = event
  const { content, metadata } = event.body ?? {}
  return [
    [
      seq,
      {
        seq,
        at,
        ...(content && { content }),
        ...(metadata && { metadata }),
        ...(clickOn !== undefined && { clickOn }),
      },
    ],
  ]
}
