export type { Answer, RefusalCode } from './asks.ts'
export { type Attachment, type Attachments, type AttachmentsState, createAttachments } from './attachments.ts'
export * from './client.ts'
export * from './createAgentClient.ts'
export * from './createClient.ts'
export type { AgentDesk, DeskList, DeskOrders, DeskState } from './desk.ts'
export type { EarlierConversation } from './earlier.ts'
export {
  type Environment,
  type GivenEnvironment,
  memoryStorage,
  type SetTimer,
  type SocketConstructor,
  type TextStorage,
  uuid,
} from './environment.ts'
export { type FileOrders, problemOfFile, type Uploaded, type UploadWish } from './files.ts'
export type { IdentitySource } from './identity.ts'
export type { LinkProblem } from './link.ts'
export type { FailureReason, OutboxItem, Said } from './outbox.ts'
export { createPictures, type Pictures } from './pictures.ts'
