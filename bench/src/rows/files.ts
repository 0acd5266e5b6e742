import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { type BatonSide, startBaton } from '../baton.ts'
import { ask, hangUp, openLines } from '../load/consumer.ts'
import type { BenchOptions } from '../options.ts'
import type { Measured } from '../processes.ts'
import { percent, type Row } from '../row.ts'
import { inWorkshop, type Workshop } from '../workshop.ts'

/** Uploads at once, and the size of each: the largest that is taken. */
const UPLOADS = 200
const FILE_BYTES = 5 * 1_024 * 1_024
/** Before it counts: what a process needs only once is there afterwards. */
const WARM_UP = 40
const PIECE_BYTES = 65_536
const SAMPLE_MS = 50
const QUIET_MS = 2_000
const BAR_BYTES = 64 * 1_024 * 1_024
const BAR_SHARE = 0.2

const FILE = Buffer.alloc(FILE_BYTES, 'all work and no play makes a dull file\n')

interface Side {
  readonly process: Measured
  /** Where the next file goes, one address for each. */
  links(count: number): Promise<string[]>
}
interface Taken {
  readonly bytesPerSecond: number
  /** Resident memory before, and the most of it meanwhile, in bytes. */
  readonly idle: number
  readonly peak: number
}

/** Many large files at once: how fast they are on the disk, and how much of them is in memory meanwhile. */
export function measureFiles({ baton: options }: BenchOptions): Promise<Row[]> {
  return inWorkshop(async (workshop) => {
    const floor = await startFilesFloor(workshop)
    const baton = filesOf(await startBaton(workshop, { ...options, dataDir: workshop.folder() }))
    for (const side of [floor, baton]) await putAll(await side.links(WARM_UP))
    const [bare, own] = [await take(floor), await take(baton)]
    const share = own.bytesPerSecond / bare.bytesPerSecond
    const above = own.peak - own.idle
    return [
      {
        what: `files: ${UPLOADS} uploads of 5 MB at once`,
        floor: megabytes(bare.bytesPerSecond, '/s'),
        baton: megabytes(own.bytesPerSecond, '/s'),
        ratio: percent(share),
        bar: `≥ ${percent(BAR_SHARE)}`,
        holds: share >= BAR_SHARE,
        data: { bare, own },
      },
      {
        what: 'files: memory above idle meanwhile',
        floor: megabytes(bare.peak - bare.idle),
        baton: megabytes(above),
        bar: `≤ ${megabytes(BAR_BYTES)}`,
        holds: above <= BAR_BYTES,
        data: { bare, own },
      },
    ]
  })
}

async function startFilesFloor(workshop: Workshop): Promise<Side> {
  const { process, url } = await workshop.startOwn('filesFloor', workshop.folder())
  return { process, links: async (count) => Array.from({ length: count }, () => `${url}/`) }
}

/** Each file is announced by a consumer of its own, as it would be. */
function filesOf(side: BatonSide): Side {
  return {
    process: side.process,
    async links(count) {
      const lines = await openLines(side, count)
      const asked = { type: 'upload', frameId: 'f', name: 'notes.txt', mediaType: 'text/plain', size: FILE_BYTES }
      const links = await Promise.all(lines.map((line) => ask(line, asked, 'uploadLink')))
      await hangUp(lines)
      return links.map(({ path }) => `${side.url}${path}`)
    },
  }
}

async function take(side: Side): Promise<Taken> {
  const links = await side.links(UPLOADS)
  await pause(QUIET_MS)
  const { rss: idle } = await side.process.read(true)
  let peak = idle
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      peak = Math.max(peak, (await side.process.read()).rss)
      await pause(SAMPLE_MS)
    }
  })()
  const began = performance.now()
  await putAll(links)
  const seconds = (performance.now() - began) / 1_000
  isOver = true
  await watching
  return { bytesPerSecond: (UPLOADS * FILE_BYTES) / seconds, idle, peak }
}

async function putAll(links: readonly string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: links.length })
  await Promise.all(links.map((link) => put(link, agent)))
  agent.destroy()
}

/** @throws Error with what came instead of `201` */
function put(link: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(link, { method: 'PUT', agent, headers: { 'content-length': FILE_BYTES } }, (answer) => {
      let text = ''
      answer.on('data', (piece) => {
        text += piece
      })
      answer.once('end', () =>
        answer.statusCode === 201 ? resolve() : reject(new Error(`${answer.statusCode}: ${text}`)),
      )
    })
    sending.once('error', reject)
    let sent = 0
    const go = (): void => {
      while (sent < FILE_BYTES) {
        const piece = FILE.subarray(sent, sent + PIECE_BYTES)
        sent += piece.length
        if (!sending.write(piece)) return void sending.once('drain', go)
      }
      sending.end()
    }
    go()
  })
}

const megabytes = (bytes: number, per = ''): string => `${(bytes / 1_048_576).toFixed(0)} MB${per}`
