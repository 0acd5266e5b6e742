import pg from 'pg'
import type { RingListener, Rings } from '../nodes.ts'
import type { Pool } from './connection.ts'

const CHANNEL = 'baton'
/** Many commits make one ring. */
const BATCH_MS = 10
const RECONNECT_MS = 1_000
const SAID = 'said '
/** PostgreSQL takes 8,000 bytes at once; a letter may take four, and quotation marks are escaped. */
const MAX_MESSAGE = 1_500
/** What is pushed only is dropped when there is too much of it. */
const MAX_PENDING = 1_000

export interface RunningRings extends Rings {
  close(): Promise<void>
}

/**
 * Rings the other nodes, outside of every transaction that writes: a NOTIFY inside would take a lock over the whole database at
 * its commit. A ring that is lost loses nothing, see `RingListener`.
 */
export function startRings(url: string, pool: Pool): RunningRings {
  const listeners = new Set<RingListener>()
  const pending = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let client: pg.Client | undefined
  let closed = false
  let wasConnected = false

  const send = (message: string): void => {
    pending.add(message)
    if (timer !== undefined || closed) return
    timer = setTimeout(() => {
      timer = undefined
      const messages = [...pending]
      pending.clear()
      for (const part of inParts(messages)) {
        const said = JSON.stringify({ from: own, messages: part })
        pool.query('SELECT pg_notify($1, $2)', [CHANNEL, said]).catch(() => {})
      }
    }, BATCH_MS)
    timer.unref()
  }
  const own = `${process.pid}.${Math.random().toString(36).slice(2)}`

  function hear(payload: string | undefined): void {
    const { from, messages } = JSON.parse(payload ?? '{}') as { from?: string; messages?: string[] }
    if (from === own) return
    for (const message of messages ?? []) {
      for (const listener of listeners) {
        if (message === 'committed') listener.committed()
        else if (message.startsWith(SAID)) listener.said(JSON.parse(message.slice(SAID.length)))
        else if (message.startsWith('settings ')) listener.settingsChanged(message.slice('settings '.length))
      }
    }
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, application_name: 'baton rings', keepAlive: true })
    const lost = (): void => {
      if (client === next) client = undefined
      next.removeAllListeners()
      next.on('error', () => {})
      void next.end().catch(() => {})
      if (!closed) setTimeout(() => void connect(), RECONNECT_MS).unref()
    }
    next.once('error', lost)
    next.once('end', lost)
    next.on('notification', ({ payload }) => hear(payload))
    try {
      await next.connect()
      await next.query(`LISTEN ${CHANNEL}`)
      client = next
      if (wasConnected) for (const listener of listeners) listener.reconnected()
      wasConnected = true
      if (closed) await next.end()
    } catch {
      lost()
    }
  }

  return {
    ring() {
      if (listeners.size > 0) send('committed')
    },
    settingsChanged: (accountId) => send(`settings ${accountId}`),
    say(message) {
      const said = `${SAID}${JSON.stringify(message)}`
      if (said.length < MAX_MESSAGE && pending.size < MAX_PENDING) send(said)
    },
    listen(listener) {
      listeners.add(listener)
      if (listeners.size === 1 && client === undefined) void connect()
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      const ending = client
      client = undefined
      ending?.removeAllListeners()
      ending?.on('error', () => {})
      await ending?.end().catch(() => {})
    },
  }
}

function* inParts(messages: readonly string[]): Iterable<string[]> {
  let part: string[] = []
  let bytes = 0
  for (const message of messages) {
    const size = Buffer.byteLength(JSON.stringify(message))
    if (part.length > 0 && bytes + size > 7_000) {
      yield part
      part = []
      bytes = 0
    }
    part.push(message)
    bytes += size + 1
  }
  if (part.length > 0) yield part
}
