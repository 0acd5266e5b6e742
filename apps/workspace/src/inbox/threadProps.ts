import type { CardRules } from '@baton/content'
import type { Delivery, FileSight, ThreadItem, UiLabels } from '@baton/ui'

/** What stands after the last message. */
export interface ThreadEnd {
  readonly delivery?: { readonly kind: Delivery; readonly label: string } | undefined
  readonly typing?: { readonly role: 'consumer' | 'bot' | 'agent'; readonly name: string } | undefined
}

export interface ThreadProps {
  readonly items: readonly ThreadItem[]
  readonly labels: UiLabels
  /** What the account says of cards, where it is known. */
  readonly cardRules?: CardRules | undefined
  readonly sight: FileSight
  readonly canLoadEarlier: boolean
  readonly loadingEarlier: boolean
  readonly end: ThreadEnd
  onLoadEarlier(): void
  onRetry(key: string): void
  onRemove(key: string): void
  onSeenEnd(): void
}
