import type { CardRules, Chosen, Click, Content } from '@baton/content'
import { Card, QuickReplies, type UiLabels } from '@baton/ui'
import { type ComponentChild, h } from 'preact'

export interface CardDrawing {
  readonly content: Content
  readonly labels: UiLabels
  /** Absent: pictures from anywhere. */
  readonly cardRules?: CardRules | undefined
  /** Absent: it is only shown. */
  readonly onTap?: (element: string, click: Click, chosen?: Chosen) => void
  /** A new key starts anew: nothing is ticked, nothing is open. */
  readonly key: string
}

/** A message's card and suggestions in Preact's words. */
export function drawCard({ content, labels, cardRules, onTap, key }: CardDrawing): ComponentChild {
  const quickReplies = content.kind === 'file' ? undefined : content.quickReplies
  const tap = onTap ?? (() => {})
  return [
    content.kind === 'structured' &&
      h(Card, {
        key: `card ${key}`,
        content: content.structured,
        labels,
        cardRules,
        isLive: onTap !== undefined,
        onTap: tap,
      }),
    quickReplies !== undefined &&
      h(QuickReplies, {
        key: `replies ${key}`,
        labels,
        replies: quickReplies.replies,
        itemsPerRow: quickReplies.itemsPerRow,
        onTap: tap,
      }),
  ]
}
