import type { DeskRow } from '@baton/protocol'
import { spanText } from '../base/time.ts'
import { fill } from '../texts/catalogue.ts'
import type { Texts } from '../texts/en.ts'

const SHOWN_OF_ID = 6

/** What the consumer is called, as far as anybody knows. */
export function consumerNameOf(row: Pick<DeskRow, 'consumerName' | 'consumerId'>, texts: Texts): string {
  return row.consumerName ?? visitorName(row.consumerId, texts)
}

export function visitorName(consumerId: string, texts: Texts): string {
  const short = consumerId.replace(/[^A-Za-z0-9]/g, '').slice(-SHOWN_OF_ID)
  return fill(texts.unknownConsumer, { id: short })
}

export function lastLineOf({ lastLine }: Pick<DeskRow, 'lastLine'>, texts: Texts): string {
  if (lastLine === undefined) return texts.noWordsYet
  if (lastLine.who === 'agent') return fill(texts.saidYou, { text: lastLine.text })
  return lastLine.who === 'bot' ? fill(texts.saidBot, { text: lastLine.text }) : lastLine.text
}

export interface Waiting {
  /** 0 when the waiting began, 1 when the answer is due. */
  readonly share: number
  readonly state: 'calm' | 'soon' | 'overdue' | 'none'
  /** Short, for beside the ring; empty when nothing is due. */
  readonly short: string
  /** A sentence, for screen readers and titles. */
  readonly sentence: string
}

/** From this share on the ring is amber. */
const SOON = 0.6
/** The field's own "soon overdue" window (messaging §0). */
const SOON_MS = 5 * 60_000

/** How long somebody has waited, measured by what was promised. @param now by the server's clock */
export function waitingOf(
  row: Pick<DeskRow, 'dueAt' | 'queuedSince' | 'priority'>,
  now: number,
  texts: Texts,
): Waiting {
  const { queuedSince, priority } = row
  const dueAt = row.dueAt ?? (queuedSince === undefined ? undefined : queuedSince + priority.responseMs)
  if (dueAt === undefined) return { share: 0, state: 'none', short: '', sentence: texts.nothingDue }
  const left = dueAt - now
  const span = spanText(Math.abs(left), texts.locale)
  if (left <= 0) return { share: 1, state: 'overdue', short: span, sentence: fill(texts.overdueBy, { span }) }
  const share = Math.min(Math.max(1 - left / priority.responseMs, 0), 1)
  const isSoon = share >= SOON || left <= Math.min(SOON_MS, priority.responseMs / 2)
  return { share, state: isSoon ? 'soon' : 'calm', short: span, sentence: fill(texts.dueIn, { span }) }
}
