import { Readable } from 'node:stream'
import type { AccountId } from '@baton/base'
import type { KnownFile } from '@baton/storage'
import type { FileDesk, UploadRefusal } from './fileDesk.ts'

export interface TrialFile {
  readonly accountId: AccountId
  /** Who tries: so many of theirs are here at a time as of anybody's. */
  readonly by: string
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

export type TakenTrialFile =
  | {
      readonly ok: true
      readonly file: KnownFile
      /** Takes it away. What was sent as a link goes by itself within an hour, as all that is not sent. */
      readonly drop: () => Promise<void>
    }
  | { readonly ok: false; readonly code: UploadRefusal }

/**
 * Takes a file that an integration is tried with the way a consumer's comes: within the same limits, looked at and kept by the same
 * store, so that a try says what a conversation would.
 * @throws FileStoreUnavailable when the disk takes no more
 */
export async function takeTrialFile(desk: FileDesk, tried: TrialFile): Promise<TakenTrialFile> {
  const { accountId, name, mediaType, bytes } = tried
  const sender = `try:${tried.by}`
  const size = bytes.byteLength
  const announced = await desk.announce({ accountId, by: 'consumer', sender, name, mediaType, size })
  if (!announced.ok) return announced
  const { fileId } = announced
  const drop = async () => void (await desk.cancel(accountId, sender, fileId))
  try {
    const signal = new AbortController().signal
    const came = await desk.receive({ accountId, fileId }, Readable.from([bytes]), { from: 0, length: size, signal })
    if (came.ok) return { ok: true, file: came.file, drop }
    await drop()
    return { ok: false, code: came.code }
  } catch (fault) {
    await drop()
    throw fault
  }
}
