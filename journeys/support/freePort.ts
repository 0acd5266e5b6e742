import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below what systems give to whoever asks for any port: a server that was killed finds its own free when it comes back. */
const [FROM, TO] = [12_000, 31_000]
/** Journeys that run at the same time take different ones. */
const WORKERS = 8

/** A port on which nobody listens. The server that gets it may die and come back under the same one. */
export async function freePort(): Promise<number> {
  const worker = Number(process.env.VITEST_POOL_ID ?? 0) % WORKERS
  for (;;) {
    const port = FROM + WORKERS * Math.floor((Math.random() * (TO - FROM)) / WORKERS) + worker
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  probe.listen(port, '127.0.0.1')
  const free = await once(probe, 'listening').then(
    () => true,
    () => false,
  )
  if (free) await new Promise((closed) => probe.close(closed))
  return free
}
