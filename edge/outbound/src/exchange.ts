import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { failed, toFault } from './faults.ts'
import type { OutboundRequest, OutboundResponse } from './outbound.ts'

/**
 * Sends one call and collects its answer, against the time it has in all and against the caller's wish to give it up.
 *
 * Speaks to the library's lowest door: every turn of every bot comes through here, and a stream, a signal and a handful of
 * promises for each call cost as much as the call itself. Also, only here is a call over at the very moment it is given up,
 * even while its connection is still being made.
 *
 * @returns the body as it came, packed or not
 * @throws OutboundFailed, OutboundRefused
 */
export function exchange(
  dispatcher: Dispatcher,
  url: URL,
  headers: Record<string, string>,
  { method, timeoutMs, maxResponseBytes, signal }: OutboundRequest,
  body: string | Uint8Array | Readable | undefined,
): Promise<OutboundResponse> {
  if (signal?.aborted) return Promise.reject(failed('aborted'))
  return new Promise((resolve, reject) => {
    let connection: Dispatcher.DispatchController | undefined
    let given: Error | undefined
    let isOver = false
    let status = 0
    let answered: Record<string, string> = {}
    let size = 0
    const chunks: Buffer[] = []

    const over = () => {
      isOver = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    }
    const fail = (error: Error) => {
      if (isOver) return
      over()
      given = error
      reject(toFault(error))
      connection?.abort(error)
    }
    const giveUp = () => fail(failed('aborted'))
    const timer = setTimeout(() => fail(failed('timeout')), timeoutMs)
    signal?.addEventListener('abort', giveUp, { once: true })

    dispatcher.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method, headers, body: body ?? null },
      {
        onRequestStart(controller) {
          connection = controller
          if (given !== undefined) controller.abort(given)
        },
        onResponseStart(_controller, statusCode, fields) {
          if (statusCode < 200) return // something is told before the answer
          status = statusCode
          answered = flatten(fields)
        },
        onResponseData(_controller, chunk) {
          size += chunk.length
          // Ends the connection with it: the rest is not even received.
          if (size > maxResponseBytes) fail(failed('too-large'))
          else chunks.push(chunk)
        },
        onResponseEnd() {
          if (isOver) return
          over()
          const [only = NOTHING] = chunks
          resolve({ status, headers: answered, body: chunks.length < 2 ? only : Buffer.concat(chunks) })
        },
        onResponseError: (_controller, error) => fail(error),
      },
    )
  })
}

const NOTHING = Buffer.alloc(0)

function flatten(fields: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const name in fields) {
    const value = fields[name]
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}
