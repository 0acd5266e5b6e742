import type { BenchOptions } from '../options.ts'
import type { Row } from '../row.ts'
import { measureReplies } from './measureReplies.ts'

/** A starter matches, a service is called over HTTP, and a field of its answer is said. */
const asks = (service: string) => ({
  format: 'baton.bot/1',
  id: 'asks',
  name: 'Asks',
  language: 'en-US',
  integrations: [
    {
      type: 'api',
      id: 'service',
      name: 'Service',
      method: 'POST',
      url: `${service}/answers`,
      body: '{"data": {"message": "{$userMessage}"}}',
      fields: [{ key: 'answer', path: '{$.api_Service.response[0].data.message}' }],
    },
  ],
  dialogs: [
    {
      id: 'asks',
      name: 'Asks',
      kind: 'standard',
      interactions: [
        { type: 'dialogStarter', id: 'start', name: 'Start', patterns: ['*'] },
        { type: 'integration', id: 'call', name: 'Call', integrationId: 'service' },
        { type: 'text', id: 'answer', name: 'Answer', text: '{Service.answer}', next: { go: 'end' } },
      ],
    },
  ],
})

/**
 * Consumer → a dialog that is written here → one HTTP call → reply at both sockets. The floor makes the same call to the same
 * process, says what it was answered, and remembers what a runner of bots must (decisions 39 and 46).
 */
export function measureIntegration(options: BenchOptions): Promise<Row[]> {
  const what = 'consumer → authored dialog with one HTTP call → reply at both sockets'
  return measureReplies(what, options, async (workshop) => {
    const { url } = await workshop.startOwn('bot')
    return { floor: { url, isService: true }, baton: { definition: asks(url) } }
  })
}
