import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { type AccountId, after, type Clock, type EpochMs, minutes, seconds } from '@baton/base'
import type { FilesStore } from '@baton/storage'
import { z } from 'zod'

/** For people: used once, within a minute (messaging R6.2). */
export const LINK_MS = seconds(60)
/** For programs, which may fetch again what was cut: bots and the brand's own services (connector R3.13). */
export const FETCH_LINK_MS = minutes(10)

/** What whoever holds the link may do. */
export type LinkPurpose = 'upload' | 'download' | 'show' | 'preview' | 'fetch'

export interface FileLink {
  readonly accountId: AccountId
  readonly fileId: string
  readonly purpose: LinkPurpose
}

const claims = z.strictObject({
  a: z.string(),
  f: z.string(),
  p: z.enum(['upload', 'download', 'show', 'preview', 'fetch']),
  e: z.number(),
  n: z.string(),
})

/** Links that carry their right in themselves: signed, short-lived, and, for people, used once on whichever node. */
export class FileLinks {
  private readonly key: Uint8Array
  private readonly clock: Clock
  private readonly files: Pick<FilesStore, 'useLink'>

  constructor(key: Uint8Array, clock: Clock, files: Pick<FilesStore, 'useLink'>) {
    this.key = key
    this.clock = clock
    this.files = files
  }

  /** @returns the address without its host, and when it ends */
  issue({ accountId, fileId, purpose }: FileLink): { readonly path: string; readonly expiresAt: EpochMs } {
    const expiresAt = after(this.clock.now(), purpose === 'fetch' ? FETCH_LINK_MS : LINK_MS)
    const said = { a: accountId, f: fileId, p: purpose, e: expiresAt, n: randomBytes(16).toString('base64url') }
    const text = Buffer.from(JSON.stringify(said)).toString('base64url')
    return { path: `/files/${accountId}/${fileId}?link=${text}.${this.sign(text)}`, expiresAt }
  }

  /**
   * Uses a link up.
   * @param place what the address says beside the link; it must be the same
   * @returns undefined for a link that is not ours, too old, of something else, or was used before
   */
  async open(
    link: string,
    place: { readonly accountId: string; readonly fileId: string },
  ): Promise<FileLink | undefined> {
    const [text = '', signature = '', ...more] = link.split('.')
    if (more.length > 0 || !isSame(signature, this.sign(text))) return undefined
    const said = claims.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    if (said.a !== place.accountId || said.f !== place.fileId || said.e <= this.clock.now()) return undefined
    const isOnce = said.p !== 'fetch'
    if (isOnce && !(await this.files.useLink(said.n, said.e as EpochMs))) return undefined
    return { accountId: said.a as AccountId, fileId: said.f, purpose: said.p }
  }

  private sign(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url')
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
