import type { CardRules, Chosen, Click, Element } from '@baton/content'
import { type ComponentChild, createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { UiLabels } from '../labels.ts'

/** What whoever shows a card says of it. */
export interface CardUse {
  readonly labels: UiLabels
  /** False: the card is only shown, as for an agent or while something is being sent. Links still lead somewhere. */
  readonly isLive: boolean
  /** Newer messages take away what asks to be answered at once (section 14). Absent means true. */
  readonly isNewest?: boolean | undefined
  /** What the account says of all cards; absent: pictures from anywhere, and nothing is blocked but what says so itself. */
  readonly cardRules?: CardRules | undefined
  /** Whether pages may be shown in a panel beside the conversation; false: in a tab of their own. */
  readonly hasPanel?: boolean | undefined
  /** JSON pointers of what was tapped in this message already. */
  readonly used?: readonly string[] | undefined
  /**
   * @param element JSON pointer into the message's content
   * @param chosen what was ticked, selected or picked, where the element leaves a choice
   */
  readonly onTap: (element: string, click: Click, chosen?: Chosen) => void
}

/** What the elements of one card share. */
export interface CardContext extends CardUse {
  readonly content: Element
  /** What is ticked or selected, by the pointer of the layout that holds it. */
  readonly picked: ReadonlyMap<string, readonly string[]>
  readonly pick: (layout: string, elements: readonly string[]) => void
  readonly draw: (element: Element, at: string) => ComponentChild
}

const Shared = createContext<CardContext | undefined>(undefined)
export const CardProvider = Shared.Provider

export function useCard(): CardContext {
  const shared = useContext(Shared)
  if (shared === undefined) throw new Error('an element of a card is drawn outside of a card')
  return shared
}

/** True below an element that says so: not to be used once a newer message is there. */
export const BlocksOlder = createContext<boolean | undefined>(undefined)

/** `live`: can be used; `shown`: only its links; `blocked`: nothing of it (section 14). */
export function useLiveness(): 'live' | 'shown' | 'blocked' {
  const { isLive, isNewest, cardRules } = useCard()
  const blocks = useContext(BlocksOlder) ?? cardRules?.blockOlderCards ?? false
  if (blocks && isNewest === false) return 'blocked'
  return isLive ? 'live' : 'shown'
}
