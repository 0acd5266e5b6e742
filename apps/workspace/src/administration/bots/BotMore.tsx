import { Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { DurationField } from '../kit/DurationField.tsx'
import { Part } from '../kit/FormScreen.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { BotConfig } from './bot.ts'
import { TransferRights } from './TransferRights.tsx'

type BotMoreProps = {
  config: BotConfig
  configure: (part: Partial<BotConfig>) => void
  errorAt: (path: string) => string | undefined
}

const SWITCHES = [
  'welcomeMessage',
  'engagementAttributes',
  'conversationEvents',
  'encodedMetadata',
  'requireIntents',
  'checkLinkHosts',
] as const
const WORDS = ['toConsumer', 'toAgent', 'failed'] as const
const FILE_EVENTS = ['auto', 'event', 'text'] as const
const MOST_WORDS = 2_000

/** What most bots leave as it is. */
export function BotMore({ config, configure, errorAt }: BotMoreProps) {
  const texts = useAdminTexts().bot
  const { http } = config
  return (
    <details className="admin-more">
      <summary>{texts.more}</summary>
      <div>
        <Part title={texts.tells}>
          {SWITCHES.map((name) => (
            <Checkbox
              key={name}
              label={texts[name]}
              checked={config[name]}
              onChange={(event) => configure({ [name]: event.currentTarget.checked })}
            />
          ))}
          <Checkbox
            label={texts.typing}
            checked={config.typingWhileWaiting}
            onChange={(event) => configure({ typingWhileWaiting: event.currentTarget.checked })}
          />
          <Select
            label={texts.fileEvents}
            allowDeselect={false}
            data={FILE_EVENTS.map((value) => ({ value, label: texts.fileEventChoices[value] }))}
            value={config.fileEvents}
            onChange={(value) =>
              configure({ fileEvents: FILE_EVENTS.find((known) => known === value) ?? config.fileEvents })
            }
          />
        </Part>
        <Part title={texts.words} hint={texts.wordsHint}>
          {WORDS.map((name) => (
            <Textarea
              key={name}
              label={texts[name]}
              value={config.escalation[name] ?? ''}
              maxLength={MOST_WORDS}
              autosize
              error={errorAt(`/config/escalation/${name}`)}
              onChange={(event) =>
                configure({ escalation: { ...config.escalation, [name]: event.currentTarget.value } })
              }
            />
          ))}
        </Part>
        <Part title={texts.transfers}>
          <TransferRights
            value={config.transferToAgents}
            onChange={(transferToAgents) => configure({ transferToAgents })}
          />
          <NumberInput
            label={texts.retries}
            description={texts.retriesHint}
            value={config.transferRetries}
            min={0}
            max={20}
            allowDecimal={false}
            error={errorAt('/config/transferRetries')}
            onChange={(entered) => configure({ transferRetries: Number(entered) })}
          />
        </Part>
        <Part title={texts.limits}>
          <DurationField
            label={texts.timeout}
            units={['seconds']}
            value={http.timeoutMs}
            error={errorAt('/config/http/timeoutMs')}
            onChange={(timeoutMs = 0) => configure({ http: { ...http, timeoutMs } })}
          />
          <NumberInput
            label={texts.attempts}
            value={http.maxAttempts}
            min={1}
            max={3}
            allowDecimal={false}
            error={errorAt('/config/http/maxAttempts')}
            onChange={(entered) => {
              const maxAttempts = Number(entered)
              configure({ http: { ...http, maxAttempts } })
            }}
          />
          <DurationField
            label={texts.budget}
            description={texts.budgetHint}
            units={['seconds', 'minutes']}
            value={config.turnBudgetMs}
            error={errorAt('/config/turnBudgetMs')}
            onChange={(turnBudgetMs = 0) => configure({ turnBudgetMs })}
          />
        </Part>
        <Part title={texts.token}>
          <TextInput
            label={texts.clientId}
            description={texts.clientIdHint}
            value={config.clientId ?? ''}
            error={errorAt('/config/clientId')}
            onChange={(event) => configure({ clientId: event.currentTarget.value })}
          />
          <TextInput
            label={texts.scope}
            value={config.scope}
            error={errorAt('/config/scope')}
            onChange={(event) => configure({ scope: event.currentTarget.value })}
          />
        </Part>
      </div>
    </details>
  )
}
