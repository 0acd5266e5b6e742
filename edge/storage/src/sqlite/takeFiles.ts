import type { Database } from 'better-sqlite3'
import type { CommitItem } from './commitItem.ts'

/** Files come into a conversation in the very commit of the message that names them; each once. */
export function prepareTakeFiles(database: Database): {
  /** Whether all of them are there to be sent. */
  readonly areThere: (item: CommitItem) => boolean
  readonly take: (item: CommitItem) => void
} {
  const find = database
    .prepare<[accountId: string, id: string], string>(
      `SELECT coalesce(conversation_id, '') FROM files WHERE account_id = ? AND id = ? AND state = 'kept'`,
    )
    .pluck()
  const take = database.prepare<[conversationId: string, seq: number, accountId: string, id: string]>(
    `UPDATE files SET state = 'sent', conversation_id = ?, seq = ?, expires_at = NULL WHERE account_id = ? AND id = ?`,
  )
  return {
    areThere({ accountId, conversationId, files = [] }) {
      const ids = new Set(files.map(({ fileId }) => fileId))
      if (ids.size < files.length) return false
      return files.every(({ fileId }) => {
        const meantFor = find.get(accountId, fileId)
        return meantFor === '' || meantFor === conversationId
      })
    },
    take({ accountId, conversationId, files = [] }) {
      for (const { fileId, seq } of files) take.run(conversationId, seq, accountId, fileId)
    },
  }
}
