import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rm, stat, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { asFileFault, FileStoreUnavailable, WrongLength, WrongOffset } from './faults.ts'
import { giveBack } from './giveBack.ts'
import { Limiter } from './limiter.ts'
import { type Pieces, piecesOf } from './pieces.ts'
import { FRAME_BYTES, FrameSealer, HEADER_BYTES, makeHeader, SEALED_FRAME_BYTES, saltOf } from './seal.ts'

export interface Writing {
  /** Where the unfinished file lies. */
  readonly path: string
  /** Of the whole file. */
  readonly size: number
  /** Place of the first byte that comes. */
  readonly from: number
  readonly signal?: AbortSignal | undefined
}

/** How many bytes of an unfinished file are safely here, to go on behind them; those of a sealed one in whole frames. */
export async function receivedOf(path: string, isSealed: boolean): Promise<number> {
  const stored = await stat(path).then(
    ({ size }) => size,
    () => 0,
  )
  return isSealed ? Math.floor(Math.max(0, stored - HEADER_BYTES) / SEALED_FRAME_BYTES) * FRAME_BYTES : stored
}

/** How many bytes lie there when so many of a file were received, in whole frames. */
export const storedBytes = (received: number, isSealed: boolean): number =>
  isSealed ? HEADER_BYTES + Math.floor(received / FRAME_BYTES) * SEALED_FRAME_BYTES : received

/**
 * Appends what comes to an unfinished file, and counts it meanwhile. A piece is taken when its turn is, and its memory is given back
 * when it is on the disk: however many files come, only so many pieces are held, and each of the others waits at its sender.
 * @param source its pieces are this function's own from here on
 * @param turns of all files that come in; no sender waits in one for what they have not sent yet
 * @throws WrongOffset when it does not follow what is here; WrongLength when it is more or less than was announced: what came
 *   stays if it was less, and goes if it was more; FileStoreUnavailable when the disk takes no more; the signal's reason
 */
export async function write(
  source: Readable,
  writing: Writing,
  key: Buffer | undefined,
  turns = new Limiter(1),
): Promise<void> {
  const { path, from } = writing
  const received = await receivedOf(path, key !== undefined)
  if (received !== from) throw new WrongOffset(received)
  const pieces = piecesOf(source, writing.signal)
  let file: FileHandle | undefined
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const place = await placeFor(path, from, key)
    file = await open(path, place === 0 ? 'w' : 'r+', 0o600)
    const into =
      key === undefined ? plainly(file, place) : sealed(file, place, await sealerOf(path, key, from), writing)
    await pour(pieces, writing, into, turns)
  } catch (fault) {
    if (fault instanceof WrongLength && fault.which === 'too-long') await rm(path, { force: true })
    throw asFileFault(fault)
  } finally {
    pieces.leave()
    await file?.close()
  }
}

/** Where pieces go to. */
interface Sink {
  put(piece: Buffer): Promise<void>
  end(): Promise<void>
}

async function pour(pieces: Pieces, { from, size }: Writing, into: Sink, turns: Limiter): Promise<void> {
  let count = from
  while (await pieces.areMore()) {
    await turns.run(async () => {
      const piece = pieces.take()
      if (piece === undefined) return
      count += piece.length
      if (count > size) throw new WrongLength('too-long')
      await into.put(piece)
      giveBack(piece)
    })
  }
  if (count < size) throw new WrongLength('too-short')
  await into.end()
}

function plainly(file: FileHandle, place: number): Sink {
  let at = place
  return {
    async put(piece) {
      await putAt(file, piece, at)
      at += piece.length
    },
    end: async () => {},
  }
}

/** A disk that is nearly full takes a part of it, and says why at the next one. */
async function putAt(file: FileHandle, bytes: Buffer, place: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, place + done)
    done += bytesWritten
  }
}

/** Bytes behind the last whole frame are of no use. @returns where to write on */
async function placeFor(path: string, from: number, key: Buffer | undefined): Promise<number> {
  if (key === undefined) return from
  if (from === 0) {
    const file = await open(path, 'w', 0o600)
    try {
      await file.write(makeHeader(randomBytes(HEADER_BYTES - 8)))
    } finally {
      await file.close()
    }
    return HEADER_BYTES
  }
  const place = storedBytes(from, true)
  await truncate(path, place)
  return place
}

async function sealerOf(path: string, key: Buffer, from: number): Promise<FrameSealer> {
  const file = await open(path, 'r')
  try {
    const header = Buffer.alloc(HEADER_BYTES)
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0)
    if (bytesRead < HEADER_BYTES) throw new FileStoreUnavailable(`The file's beginning is gone (at ${from}).`)
    return new FrameSealer(key, saltOf(header))
  } finally {
    await file.close()
  }
}

/** One frame of the file is held at a time. */
function sealed(file: FileHandle, place: number, sealer: FrameSealer, { from, size }: Writing): Sink {
  const frame = Buffer.allocUnsafeSlow(FRAME_BYTES)
  let held = 0
  let index = from / FRAME_BYTES
  let at = place
  const seal = async (isLast: boolean): Promise<void> => {
    const bytes = sealer.seal(index, frame.subarray(0, held), isLast)
    await putAt(file, bytes, at)
    at += bytes.length
    giveBack(bytes)
    held = 0
    index += 1
  }
  return {
    async put(piece) {
      for (let done = 0; done < piece.length; ) {
        const taken = piece.copy(frame, held, done)
        held += taken
        done += taken
        if (held === FRAME_BYTES) await seal((index + 1) * FRAME_BYTES >= size)
      }
    },
    async end() {
      if (held > 0) await seal(true)
      giveBack(frame)
    },
  }
}
