import card from './card.css'
import components from './components.css'
import files from './files.css'
import tokens from './tokens.css'

export { Composer } from './Composer.tsx'
export { Card } from './card/Card.tsx'
export { chime } from './chime.ts'
export { type Delivery, DeliveryMark } from './DeliveryMark.tsx'
export { FileTray, type TrayItem } from './file/FileTray.tsx'
export { FileView } from './file/FileView.tsx'
export { fileKind } from './file/fileKind.ts'
export { fileProblem, fileSize } from './file/fileProblem.ts'
export type { FileSight } from './file/fileSight.ts'
export { hearFiles } from './file/hearFiles.ts'
export { fileWords } from './file/words/fileWords.ts'
export type { FileWords } from './file/words/words.ts'
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
export const uiStyles: readonly string[] = [tokens, components, card, files]
