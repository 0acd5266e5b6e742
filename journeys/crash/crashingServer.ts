import { BOUNDARIES, type Boundary, type BoundaryObserver, passSilently } from '@baton/base'
import { buildServer, parseConfig } from '@baton/server'

/*
 * The product with one thing added: it kills itself, without a word to anyone, at a named boundary.
 * CRASH_AT names the boundary, CRASH_PASSAGE says at which passage of it (1: the first).
 */
const config = parseConfig(process.env)
if (!config.ok) throw new Error(JSON.stringify(config.error))
const at = BOUNDARIES.find((boundary) => boundary === process.env.CRASH_AT)
const passage = Number(process.env.CRASH_PASSAGE ?? 1)

const inStorage = at?.startsWith('commit-') ?? false
const server = await buildServer({
  ...config.value,
  observe: at && !inStorage ? crashAt(at, passage) : passSilently,
  ...(at && inStorage && { storageCrash: { crashAt: at, crashAtPassage: passage } }),
})
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)))
await server.listen()

function crashAt(boundary: Boundary, times: number): BoundaryObserver {
  let left = times
  return (passed) => {
    if (passed !== boundary) return
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  }
}
