import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { giveBack } from '../giveBack.ts'

/** Whether a file does harm. Whoever cannot say so has not said that it does not. */
export interface Scanner {
  scan(file: Readable, signal?: AbortSignal): Promise<'clean' | 'infected' | 'unavailable'>
}

/** @param address `tcp://host:port` or `unix:///path/of/the.socket` */
export interface ClamdOptions {
  readonly address: string
  /** For the whole answer. */
  readonly timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 30_000
const MAX_ANSWER = 4_096

/** Asks ClamAV's daemon by its own protocol (`INSTREAM`): pieces with their lengths in front, and an empty one at the end. */
export function clamdScanner({ address, timeoutMs = DEFAULT_TIMEOUT_MS }: ClamdOptions): Scanner {
  return {
    async scan(file, signal) {
      const limit = AbortSignal.timeout(timeoutMs)
      const over = signal === undefined ? limit : AbortSignal.any([signal, limit])
      let socket: Socket | undefined
      try {
        socket = dial(address)
        return verdictOf(await ask(socket, file, over))
      } catch {
        return 'unavailable'
      } finally {
        socket?.destroy()
        file.destroy()
      }
    },
  }
}

function dial(address: string): Socket {
  const { protocol, hostname, port, pathname } = new URL(address)
  return protocol === 'unix:' ? connect({ path: pathname }) : connect({ host: hostname, port: Number(port) })
}

function ask(socket: Socket, file: Readable, over: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const give = (fault: Error) => {
      over.removeEventListener('abort', giveUp)
      reject(fault)
    }
    const giveUp = () => give(new Error('the scan took too long'))
    over.addEventListener('abort', giveUp, { once: true })
    if (over.aborted) giveUp()
    socket.setEncoding('utf8')
    socket.once('error', give)
    socket.on('data', (text: string) => {
      answer += text
      if (answer.length > MAX_ANSWER) give(new Error('the answer is too long'))
    })
    socket.once('close', () => {
      over.removeEventListener('abort', giveUp)
      resolve(answer)
    })
    socket.once('connect', () => {
      // The daemon may answer before all was sent, and close: then its answer counts.
      send(socket, file).catch((fault: Error) => (answer === '' ? give(fault) : undefined))
    })
  })
}

async function send(socket: Socket, file: Readable): Promise<void> {
  await put(socket, Buffer.from('zINSTREAM\0'))
  for await (const piece of file) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(piece.length)
    socket.cork()
    socket.write(length)
    const sent = put(socket, piece)
    socket.uncork()
    await sent
    giveBack(piece)
  }
  await put(socket, Buffer.alloc(4))
}

function put(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, (fault) => (fault ? reject(fault) : resolve())))
}

/** `stream: OK` is the only word that lets a file pass. */
function verdictOf(answer: string): 'clean' | 'infected' | 'unavailable' {
  const [said = ''] = answer.split('\0')
  if (/^stream: OK$/.test(said.trim())) return 'clean'
  return /^stream: .+ FOUND$/.test(said.trim()) ? 'infected' : 'unavailable'
}
