import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { kilobytes, type Row } from '../row.ts'

const MESSENGER = resolve(import.meta.dirname, '../../dist/messenger.js')
const BAR_BYTES = 60_000

/** What a page loads for the messenger, as it travels. */
export async function measureMessenger(): Promise<Row[]> {
  const file = readFileSync(MESSENGER)
  const gzipped = gzipSync(file).length
  return [
    {
      what: 'messenger, gzipped, first load',
      baton: kilobytes(gzipped),
      bar: `≤ ${BAR_BYTES / 1000} kB`,
      holds: gzipped <= BAR_BYTES,
      data: { bytes: file.length, gzipped },
    },
  ]
}
