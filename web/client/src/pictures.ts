import type { ConversationId } from '@baton/base'
import type { FileOrders } from './files.ts'

/** Small pictures that are kept for drawing again; a few kilobytes each. */
const MOST = 200

/** Pictures of files as addresses inside the browser: links of the server are for one use. */
export interface Pictures {
  /** The small one; asked for once. @returns nothing where it is not to be had */
  small(conversationId: ConversationId, fileId: string): Promise<string | undefined>
  /** As it was sent; given back with `URL.revokeObjectURL`. */
  full(conversationId: ConversationId, fileId: string): Promise<string | undefined>
  /** Saves a file where the browser puts downloads. @returns whether the server let it go */
  save(conversationId: ConversationId, fileId: string): Promise<boolean>
  stop(): void
}

export function createPictures(files: FileOrders): Pictures {
  const known = new Map<string, Promise<string | undefined>>()

  async function fetched(...what: Parameters<FileOrders['fetch']>): Promise<string | undefined> {
    const blob = await files.fetch(...what)
    return blob === undefined ? undefined : URL.createObjectURL(blob)
  }
  function forget(fileId: string): void {
    void known.get(fileId)?.then((url) => url !== undefined && URL.revokeObjectURL(url))
    known.delete(fileId)
  }
  function makeRoom(): void {
    const [oldest] = known.keys()
    if (known.size >= MOST && oldest !== undefined) forget(oldest)
  }

  return {
    small(conversationId, fileId) {
      const before = known.get(fileId)
      if (before !== undefined) return before
      makeRoom()
      const asked = fetched(conversationId, fileId, 'preview').then((url) => {
        if (url === undefined) known.delete(fileId) // whoever looks again asks again
        return url
      })
      known.set(fileId, asked)
      return asked
    },
    full: (conversationId, fileId) => fetched(conversationId, fileId, 'show'),
    async save(conversationId, fileId) {
      const answer = await files.link(conversationId, fileId, 'file')
      if (!answer.ok) return false
      const anchor = document.createElement('a')
      anchor.href = answer.frame.url
      anchor.download = '' // the server says how it is called
      anchor.click()
      return true
    },
    stop() {
      for (const fileId of [...known.keys()]) forget(fileId)
    },
  }
}
