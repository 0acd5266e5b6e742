import { WebSocket } from 'ws'

const PATIENCE_MS = 8_000

// biome-ignore lint/suspicious/noExplicitAny: tests read fields of many frames, and fail where one is missing
export type AnyFrame = any

/** A client that believes nothing: it keeps every frame in the order of arrival. */
export interface TestSocket {
  readonly raw: WebSocket
  readonly frames: readonly AnyFrame[]
  send(frame: object | string): void
  /** The next frame of this type (or `any`) and shape that was not asked for before. */
  next(type: string, matches?: (frame: AnyFrame) => boolean): Promise<AnyFrame>
  /** Asks and waits for the answer that names the question. */
  ask(frame: { readonly type: string; readonly [field: string]: unknown }): Promise<AnyFrame>
  say(text: string, more?: object): Promise<AnyFrame>
  /** The code with which the socket was closed. */
  readonly closed: Promise<number>
  close(): Promise<void>
}

let asked = 0

export async function connect(address: string, headers: Record<string, string> = {}): Promise<TestSocket> {
  const raw = new WebSocket(address, { headers })
  const frames: AnyFrame[] = []
  const taken = new Set<AnyFrame>()
  const waiting = new Set<() => void>()
  raw.on('message', (data) => {
    frames.push(JSON.parse(data.toString()))
    for (const look of [...waiting]) look()
  })
  const closed = new Promise<number>((resolve) => raw.once('close', resolve))
  await new Promise<void>((resolve, reject) => {
    raw.once('open', resolve)
    raw.once('error', reject)
  })
  raw.on('error', () => {})

  function next(type: string, matches: (frame: AnyFrame) => boolean = () => true): Promise<AnyFrame> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = frames.find(
          (frame) => !taken.has(frame) && (type === 'any' || frame.type === type) && matches(frame),
        )
        if (found === undefined) return
        taken.add(found)
        clearTimeout(timer)
        waiting.delete(look)
        resolve(found)
      }
      const timer = setTimeout(() => {
        waiting.delete(look)
        reject(new Error(`no ${type} came; there were ${frames.map((frame) => JSON.stringify(frame)).join('\n')}`))
      }, PATIENCE_MS)
      waiting.add(look)
      look()
    })
  }

  const send = (frame: object | string) => raw.send(typeof frame === 'string' ? frame : JSON.stringify(frame))

  function ask(frame: { readonly type: string; readonly [field: string]: unknown }): Promise<AnyFrame> {
    asked += 1
    const frameId = `q${asked}`
    send({ ...frame, frameId })
    return next('any', (answer) => answer.frameId === frameId)
  }

  return {
    raw,
    frames,
    send,
    next,
    ask,
    say(text, more = {}) {
      asked += 1
      return ask({ type: 'send', clientId: `c${asked}`, content: { kind: 'text', text }, ...more })
    },
    closed,
    async close() {
      raw.close()
      await closed
    },
  }
}
