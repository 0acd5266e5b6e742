import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signedInSocket } from '../support/rawSocket.ts'
import { type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { waitUntil } from '../support/waitUntil.ts'

/** Sets how large a file of the running process may become: to its writes, a disk that is full, or that has room again. */
const limitFiles = (pid: number, bytes: number | 'unlimited'): void => {
  // The soft limit alone: the hard one could not be raised again.
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
}

const canLimit = ((): boolean => {
  try {
    execFileSync('prlimit', ['--version'])
    return true
  } catch {
    return false
  }
})()

let server: RunningServer
let bot: ScriptedBot
let shop: Shop
beforeAll(async () => {
  bot = await startScriptedBot(({ body }) => saying(`You said ${body.data.message}`))
  server = await startServer({ DATABASE_URL: '' }) // whose files are those of SQLite
  shop = await openShop(server, { botUrl: bot.url })
})
afterAll(async () => {
  await server?.stop()
  await bot?.stop()
})

const words = (text: string) => ({
  type: 'send',
  frameId: randomUUID(),
  clientId: randomUUID(),
  content: { kind: 'text', text },
})

async function readiness(): Promise<{ code: number; reasons: readonly string[] }> {
  const answer = await fetch(`${server.url}/readyz`)
  const { reasons } = (await answer.json()) as { reasons: string[] }
  return { code: answer.status, reasons }
}

describe.skipIf(!canLimit)('the disk is full while the server runs', () => {
  it('plan §5: refuses what it cannot keep, says so, loses nothing, and goes on by itself once there is room', async () => {
    const raw = await signedInSocket(shop)
    const sent: ReturnType<typeof words>[] = []
    const say = (text: string) => {
      const message = words(text)
      sent.push(message)
      raw.send(message)
      return message
    }
    const answerTo = ({ frameId }: { readonly frameId: string }) =>
      raw.frames.find((frame) => 'frameId' in frame && frame.frameId === frameId)
    const ofType = (type: 'accepted' | 'refused') => sent.filter((message) => answerTo(message)?.type === type)

    say('before')
    await raw.gets('events', (frame) => JSON.stringify(frame).includes('You said before'))

    limitFiles(server.pid, 4_096)
    // What fits into files as they are may still be kept; sooner or later nothing is.
    await waitUntil('words are refused', async () => {
      const message = say('x'.repeat(4_000))
      await waitUntil('they are answered', () => answerTo(message))
      return ofType('refused').length > 0
    })
    expect(raw.frames.find(({ type }) => type === 'refused')).toMatchObject({ code: 'unavailable' })
    expect(await readiness()).toMatchObject({ code: 503, reasons: [expect.stringMatching(/disk/), expect.anything()] })
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)

    limitFiles(server.pid, 'unlimited')
    await waitUntil('the server is ready again', async () => (await readiness()).code === 200)
    say('after')
    await raw.gets('events', (frame) => JSON.stringify(frame).includes('You said after'))

    raw.send({ type: 'history', frameId: 'all', limit: 200 })
    const { events } = await raw.gets('history')
    const kept = events.flatMap(({ event }) => (event.type === 'message' && event.clientId ? [event.clientId] : []))
    expect(kept).toEqual(ofType('accepted').map(({ clientId }) => clientId))
    expect(events.map(({ seq }) => seq)).toEqual([...new Set(events.map(({ seq }) => seq))].sort((a, b) => a - b))
    raw.socket.terminate()
  })
})
