import type { ConversationId } from '@baton/base'
import { Loader } from '@mantine/core'
import { z } from 'zod'
import { useAsked } from '../base/useAsked.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { problemText, useTexts } from '../texts/useTexts.ts'

const memories = z.array(
  z.object({
    botName: z.string(),
    variables: z.array(z.object({ name: z.string(), value: z.unknown() })),
    intents: z.array(z.object({ name: z.string(), score: z.number().optional() })),
    steps: z.array(z.object({ dialog: z.string(), interaction: z.string() })),
  }),
)

type BotMemoryPartProps = {
  conversationId: ConversationId
  /** Asked again when it changes: how often bots have answered so far. */
  turns: number
}

/** What the bot had learned before a person got the conversation, so that nobody is asked twice. */
export function BotMemoryPart({ conversationId, turns }: BotMemoryPartProps) {
  const texts = useTexts()
  const { api, home } = useSession()
  const path = `${home}/conversations/${encodeURIComponent(conversationId)}/bot-memory`
  const { data, problem, loading } = useAsked(() => api.get(path, memories), [path, turns])
  const [known] = data ?? []
  if (problem !== undefined) return <p className="notice bad">{problemText(problem, texts)}</p>
  if (known === undefined) {
    return loading ? <Loader size="xs" aria-label={texts.loading} /> : <p className="quiet">{texts.botKnewNothing}</p>
  }
  const percent = new Intl.NumberFormat(texts.locale, { style: 'percent' })
  return (
    <>
      {known.intents.length > 0 && (
        <ul className="side-list" aria-label={texts.intents}>
          {known.intents.map(({ name, score }) => (
            <li key={name} className="side-line">
              <span dir="auto">{name}</span>
              {score !== undefined && <span className="meta tabular">{percent.format(score)}</span>}
            </li>
          ))}
        </ul>
      )}
      {known.variables.length > 0 && (
        <>
          <h4>{texts.botVariables}</h4>
          <dl className="facts">
            {known.variables.map(({ name, value }) => (
              <div key={name}>
                <dt dir="auto">{name}</dt>
                <dd dir="auto">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {known.steps.length > 0 && (
        <>
          <h4>{texts.botSteps}</h4>
          <ol className="side-list">
            {numbered(known.steps).map(({ dialog, interaction, place }) => (
              <li key={place} className="side-line">
                <span dir="auto">{interaction}</span>
                <span className="meta" dir="auto">
                  {dialog}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  )
}

/** A dialog may go through one step twice. */
const numbered = <Step extends object>(steps: readonly Step[]) => steps.map((step, place) => ({ ...step, place }))
