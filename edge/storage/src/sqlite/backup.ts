import { startThread } from './startThread.ts'
import type { ThreadMessage } from './writerThread.ts'

/** Copies the database in a thread of its own; neither readers nor the writer wait. */
export function backup(from: string, to: string): Promise<void> {
  const thread = startThread('writerThread', { task: 'copy', from, to })
  return new Promise((resolve, reject) => {
    thread.once('error', reject)
    thread.once('message', (message: ThreadMessage) => {
      if ('failed' in message) reject(new Error(`The backup failed: ${message.failed}`))
      else resolve()
    })
  })
}
