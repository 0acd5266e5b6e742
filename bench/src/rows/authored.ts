import type { BenchOptions } from '../options.ts'
import type { Row } from '../row.ts'
import { measureReplies } from './measureReplies.ts'

/** One step: a starter matches, a text with a variable is said. */
const ECHO = {
  format: 'baton.bot/1',
  id: 'echo',
  name: 'Echo',
  language: 'en-US',
  dialogs: [
    {
      id: 'echo',
      name: 'Echo',
      kind: 'standard',
      interactions: [
        { type: 'dialogStarter', id: 'start', name: 'Start', patterns: ['*'] },
        { type: 'text', id: 'answer', name: 'Answer', text: 'reply to {$userMessage}', next: { go: 'end' } },
      ],
    },
  ],
}

/** Consumer → a dialog that is written here, one step → reply at both sockets; the floor answers by itself. */
export function measureAuthored(options: BenchOptions): Promise<Row[]> {
  const what = 'consumer → authored dialog, one step → reply at both sockets'
  return measureReplies(what, options, () => ({ floor: 'itself', baton: { definition: ECHO } }))
}
