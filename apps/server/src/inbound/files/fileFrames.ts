import type { AccountId } from '@baton/base'
import { MAX_FILE_BYTES } from '@baton/content'
import type { Conversation } from '@baton/conversation'
import type {
  CancelUploadFrame,
  DownloadFrame,
  FileRules,
  FilesFrame,
  ResumeUploadFrame,
  UploadFrame,
  ViewFile,
} from '@baton/protocol'
import type { LinkPurpose } from '@baton/runtime'
import type { KnownFile } from '@baton/storage'
import type { House } from '../../house.ts'
import type { Outlet } from '../../outbound/outlet.ts'
import type { RefusalCode } from '../../texts.ts'
import { refusal } from '../serveSocket.ts'

export type AboutFiles = UploadFrame | ResumeUploadFrame | CancelUploadFrame | DownloadFrame | FilesFrame

/** Who asks about files, and what they may do in a conversation. */
export interface FileAsker {
  readonly accountId: AccountId
  readonly by: 'consumer' | 'agent'
  /** `consumer:<id>` or `agent:<id>`. */
  readonly sender: string
  readonly outlet: Outlet
  maySee(conversation: Conversation): boolean
  /** Only who may say something may send a file. */
  maySend(conversation: Conversation): boolean
}

export const isAboutFiles = (frame: { readonly type: string }): frame is AboutFiles => FILE_FRAMES.has(frame.type)
const FILE_FRAMES = new Set<string>(['upload', 'resumeUpload', 'cancelUpload', 'download', 'files'])

/** What this client may send, for its welcome. */
export async function fileRules(
  { runtime }: House,
  accountId: AccountId,
  by: FileAsker['by'],
): Promise<{ readonly files?: FileRules }> {
  const mediaTypes = (await runtime.files?.permittedTypes(accountId, by)) ?? []
  return mediaTypes.length === 0 ? {} : { files: { mediaTypes, maxBytes: MAX_FILE_BYTES } }
}

/** Hears one frame about files; the bytes themselves go by HTTP, to the links that are given here. */
export async function hearAboutFiles(house: House, asker: FileAsker, frame: AboutFiles): Promise<void> {
  switch (frame.type) {
    case 'upload':
      return announce(house, asker, frame)
    case 'resumeUpload':
      return resume(house, asker, frame)
    case 'cancelUpload':
      return cancel(house, asker, frame)
    case 'download':
      return download(house, asker, frame)
    case 'files':
      return list(house, asker, frame)
  }
}

function refuse({ metrics }: House, { outlet }: FileAsker, code: RefusalCode, frameId: string, path?: string): void {
  metrics.refused(code)
  outlet.answer(refusal(code, { frameId, ...(path !== undefined && { path }) }))
}

async function announce(house: House, asker: FileAsker, frame: UploadFrame): Promise<void> {
  const { frameId, conversationId, name, mediaType, size } = frame
  const desk = house.runtime.files
  if (desk === undefined) return refuse(house, asker, 'files-not-enabled', frameId)
  if (conversationId !== undefined) {
    // messaging R6.4: into an open conversation, by who may speak in it.
    const found = await house.runtime.find(asker.accountId, conversationId)
    if (found === undefined || !asker.maySee(found.state)) {
      return refuse(house, asker, 'conversation-not-found', frameId, '/conversationId')
    }
    if (found.state.phase === 'closed') return refuse(house, asker, 'conversation-closed', frameId, '/conversationId')
    if (!asker.maySend(found.state)) return refuse(house, asker, 'not-permitted', frameId)
  }
  const { accountId, by, sender } = asker
  const announced = await desk.announce({
    ...{ accountId, by, sender, name, mediaType, size },
    ...(conversationId !== undefined && { conversationId }),
  })
  if (!announced.ok) {
    const path = announced.code === 'file-empty' || announced.code === 'file-too-large' ? '/size' : undefined
    return refuse(house, asker, announced.code, frameId, path)
  }
  answerUploadLink(house, asker, frameId, announced.fileId, 0)
}

async function resume(house: House, asker: FileAsker, { frameId, fileId }: ResumeUploadFrame): Promise<void> {
  const found = await house.runtime.files?.unsent(asker.accountId, asker.sender, fileId)
  if (found === undefined) return refuse(house, asker, 'file-gone', frameId, '/fileId')
  answerUploadLink(house, asker, frameId, fileId, found.received)
}

function answerUploadLink(house: House, asker: FileAsker, frameId: string, fileId: string, received: number): void {
  const link = house.runtime.files?.links.issue({ accountId: asker.accountId, fileId, purpose: 'upload' })
  if (link !== undefined) asker.outlet.answer({ type: 'uploadLink', frameId, fileId, received, ...link })
}

async function cancel(house: House, asker: FileAsker, { frameId, fileId }: CancelUploadFrame): Promise<void> {
  const isGone = await house.runtime.files?.cancel(asker.accountId, asker.sender, fileId)
  if (!isGone) return refuse(house, asker, 'file-gone', frameId, '/fileId')
  asker.outlet.answer({ type: 'accepted', frameId })
}

const PURPOSES: Readonly<Record<DownloadFrame['as'], LinkPurpose>> = {
  file: 'download',
  show: 'show',
  preview: 'preview',
}

async function download(house: House, asker: FileAsker, frame: DownloadFrame): Promise<void> {
  const { frameId, conversationId, fileId } = frame
  const { accountId } = asker
  const desk = house.runtime.files
  const found = await house.runtime.find(accountId, conversationId)
  if (desk === undefined || found === undefined || !asker.maySee(found.state)) {
    return refuse(house, asker, 'conversation-not-found', frameId, '/conversationId')
  }
  const file = await desk.sentIn(accountId, conversationId, fileId)
  if (file === undefined || !(await mayRead(house, asker, file))) {
    return refuse(house, asker, 'file-gone', frameId, '/fileId')
  }
  asker.outlet.answer({
    ...{ type: 'fileLink', frameId, fileId },
    ...desk.links.issue({ accountId, fileId, purpose: PURPOSES[frame.as] }),
  })
}

/** A file in a private note is for agents and managers only, as the note is. */
async function mayRead(
  house: House,
  { by }: FileAsker,
  { accountId, conversationId, seq }: KnownFile,
): Promise<boolean> {
  if (by === 'agent') return true
  if (conversationId === undefined || seq === undefined) return false
  const [said] = await house.storage.conversations.readEvents(accountId, conversationId, [seq])
  return said?.event.type === 'messageSent' && said.event.audience === 'ALL'
}

async function list(
  house: House,
  asker: FileAsker,
  { frameId, conversationId, before, limit }: FilesFrame,
): Promise<void> {
  const { accountId } = asker
  const found = await house.runtime.find(accountId, conversationId)
  if (found === undefined || !asker.maySee(found.state)) {
    return refuse(house, asker, 'conversation-not-found', frameId, '/conversationId')
  }
  const page = await house.storage.files.listFiles(accountId, conversationId, { limit, before })
  const isSeen = await Promise.all(page.map((file) => mayRead(house, asker, file)))
  const files = page.filter((_, nth) => isSeen[nth]).map(toViewFile)
  asker.outlet.answer({ type: 'files', frameId, conversationId, files, more: page.length === limit })
}

export function toViewFile({ id, seq = 0, sender, name, mediaType, size, image, createdAt }: KnownFile): ViewFile {
  return {
    ...{ fileId: id, seq, name, mediaType, size, at: createdAt },
    from: sender.startsWith('agent:') ? 'agent' : 'consumer',
    ...(image && { image }),
  }
}
