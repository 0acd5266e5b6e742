import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { failed } from './faults.ts'

type Decompress = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>

const DECOMPRESS: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ['gzip', promisify(gunzip) as Decompress],
  ['x-gzip', promisify(gunzip) as Decompress],
  ['deflate', promisify(inflate) as Decompress],
  ['br', promisify(brotliDecompress) as Decompress],
])

/**
 * Reads a body to its end, or stops.
 * @param maxBytes of what arrives, and again of what it unpacks to
 * @throws OutboundFailed `too-large` at the first byte too many, `protocol` when it cannot be unpacked
 */
export async function readBody(body: Readable, encoding: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    // Leaving the loop destroys the stream, and with it the connection: the rest is not even received.
    if (size > maxBytes) throw failed('too-large')
    chunks.push(chunk)
  }
  const received = Buffer.concat(chunks)
  if (encoding === '' || encoding === 'identity' || received.length === 0) return received
  const decompress = DECOMPRESS.get(encoding)
  if (!decompress) throw failed('protocol')
  try {
    return await decompress(received, { maxOutputLength: maxBytes })
  } catch (error) {
    throw failed((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'protocol')
  }
}
