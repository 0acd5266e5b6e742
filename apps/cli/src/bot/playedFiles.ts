import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Output } from '@baton/dialog'
import { KIND_FACTS } from '@baton/files'
import { FILE_RETRIES, type Outbound, sendFile } from '@baton/outbound'

/** A file of this disk that a bot wants to be with the brand; its id is its path. */
export type PlayedUpload = Pick<Extract<Output, { kind: 'upload' }>, 'fileId' | 'integration' | 'request' | 'sends'>

const PAUSE_MS = 500

/** What a server would find out from the bytes, a play believes of the name. */
export function mediaTypeOf(path: string): string {
  const ending = extname(path).slice(1).toLowerCase()
  const known = Object.values(KIND_FACTS).find(({ endings }) => endings.includes(ending))
  return known?.mediaType ?? 'application/octet-stream'
}

/** Sends a file for real, as a server does; what only a server has is told instead. @returns status 0 when nobody answered */
export async function bringFile(
  { fileId: path, request, sends }: Omit<PlayedUpload, 'integration'>,
  outbound: Pick<Outbound, 'request'>,
  idempotencyKey: string,
): Promise<{ readonly status: number; readonly cause?: string }> {
  const { credential, target, retries = FILE_RETRIES, ...call } = request
  if (sends === 'link') return { status: 0, cause: 'In a play there is no address from which a file can be fetched.' }
  if (target === 's3') return { status: 0, cause: 'A bucket asks for a credential, and a play knows none.' }
  const { size } = await stat(path)
  const file = {
    ...{ name: basename(path), mediaType: mediaTypeOf(path), size },
    open: async () => createReadStream(path),
    link: () => '',
  }
  for (let left = retries; ; left -= 1) {
    const answer = await sendFile({ ...call, idempotencyKey, file }, outbound, () => performance.now())
    if (answer.outcome === 'success') return { status: answer.status }
    if (!answer.isPassing || left <= 0) {
      const unknown = credential === undefined ? '' : ` The credential "${credential}" is not known in a play.`
      return { status: answer.status, cause: `${answer.cause}${unknown}` }
    }
    await pause(PAUSE_MS)
  }
}
