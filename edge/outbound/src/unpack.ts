import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { failed } from './faults.ts'
import type { OutboundResponse } from './outbound.ts'

type Decompress = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>

const DECOMPRESS: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ['gzip', promisify(gunzip) as Decompress],
  ['x-gzip', promisify(gunzip) as Decompress],
  ['deflate', promisify(inflate) as Decompress],
  ['br', promisify(brotliDecompress) as Decompress],
])

export const isPacked = ({ headers }: OutboundResponse): boolean => headers['content-encoding'] !== undefined

/**
 * The answer with its body as it was before it was packed for the way.
 * @param maxBytes that the body may unpack to
 * @throws OutboundFailed `too-large` at the first byte too many, `protocol` when it cannot be unpacked
 */
export async function unpack(answer: OutboundResponse, maxBytes: number): Promise<OutboundResponse> {
  const encoding = (answer.headers['content-encoding'] ?? '').trim().toLowerCase()
  if (encoding === '' || encoding === 'identity' || answer.body.length === 0) return answer
  const decompress = DECOMPRESS.get(encoding)
  if (!decompress) throw failed('protocol')
  try {
    return { ...answer, body: await decompress(answer.body, { maxOutputLength: maxBytes }) }
  } catch (error) {
    throw failed((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'protocol')
  }
}
