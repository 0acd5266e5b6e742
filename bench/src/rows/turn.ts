import type { BenchOptions } from '../options.ts'
import type { Row } from '../row.ts'
import { measureReplies } from './measureReplies.ts'

/** Consumer → custom endpoint over HTTP → reply at the consumer's socket and at an agent's. */
export function measureTurn(options: BenchOptions): Promise<Row[]> {
  return measureReplies('consumer → custom endpoint → reply at both sockets', options, async (workshop) => {
    const { url } = await workshop.startOwn('bot')
    return { floor: { url }, baton: { botUrl: url } }
  })
}
