import card from './card.css'
import components from './components.css'
import tokens from './tokens.css'

export { Composer } from './Composer.tsx'
export { Card } from './card/Card.tsx'
export { chime } from './chime.ts'
export { type Delivery, DeliveryMark } from './DeliveryMark.tsx'
export {
  type FoldItem,
  groupThread,
  type LineItem,
  type MessageItem,
  type ThreadItem,
  type ThreadPart,
} from './groupThread.ts'
export { LinkedText } from './LinkedText.tsx'
export type { UiLabels } from './labels.ts'
export { linkify } from './linkify.ts'
export { MessageList } from './MessageList.tsx'
export { QuickReplies } from './QuickReplies.tsx'
export { TypingDots } from './TypingDots.tsx'

/** The style sheets of all components, tokens first. */
export const uiStyles: readonly string[] = [tokens, components, card]
