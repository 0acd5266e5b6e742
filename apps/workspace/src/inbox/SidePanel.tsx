import type { JsonValue } from '@baton/base'
import type { AgentConversation } from '@baton/client'
import type { DeskRow } from '@baton/protocol'
import type { ReactNode } from 'react'
import { Link } from '../base/router.tsx'
import { momentText, useNow } from '../base/time.ts'
import { Thread } from '../conversations/ThreadOf.tsx'
import { Gallery } from '../files/Gallery.tsx'
import { useFileTexts } from '../files/texts/useFileTexts.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { Icon } from '../shell/Icon.tsx'
import { useTexts } from '../texts/useTexts.ts'
import { useWordTexts } from '../words/texts/useWordTexts.ts'
import { BotMemoryPart } from './BotMemoryPart.tsx'
import { reasonText } from './reasonText.ts'
import type { Relation } from './relation.ts'
import { waitingOf } from './rowWords.ts'
import { TagsPart } from './TagsPart.tsx'
import { intentsIn } from './toThread.ts'

type SidePanelProps = {
  conversation: AgentConversation
  row: DeskRow | undefined
  consumer: string
  relation: Relation
  onClose: () => void
}

/** What is known beside the words. */
export function SidePanel({ conversation, row, consumer, relation, onClose }: SidePanelProps) {
  const texts = useTexts()
  const words = useWordTexts()
  const fileTexts = useFileTexts()
  const { home, rights } = useSession()
  const now = useNow()
  const { header, events } = conversation.view
  const began = events.find(({ event }) => event.type === 'opened')?.at ?? row?.openedAt
  const intents = intentsIn(events)
  const answeredTurns = events.filter(({ event }) => event.type === 'turn' && event.stage === 'answered').length
  const attributes = Object.entries(header.attributes ?? {})
  const explanations = [
    ...new Set(
      events.flatMap(({ event }) => (event.type === 'offered' && event.explanation ? [event.explanation] : [])),
    ),
  ]
  return (
    <aside className="side" aria-label={texts.details}>
      <div className="side-top">
        <h2>{texts.details}</h2>
        <button
          type="button"
          className="icon-button"
          onClick={onClose}
          aria-label={texts.hideDetails}
          title={texts.hideDetails}
        >
          <Icon of="close" size={18} />
        </button>
      </div>
      <Part title={texts.who}>
        <Facts
          facts={[
            [consumer, ''],
            ...(header.consumerId === undefined ? [] : [[texts.consumerId, header.consumerId] as const]),
            ...(row === undefined ? [] : [[texts.skill, row.skillName] as const]),
            [texts.languageOf, languageName(header.language, texts.locale)],
            ...(began === undefined ? [] : [[texts.began, momentText(began, texts.locale)] as const]),
            ...(row === undefined ? [] : [[texts.due, waitingOf(row, now, texts).sentence] as const]),
            ...(header.priority === undefined
              ? []
              : [[texts.priority, texts.priorities[header.priority.type]] as const]),
          ]}
        />
        {header.consumerId !== undefined && rights.includes('readConversations') && (
          <Link to={`consumers/${encodeURIComponent(header.consumerId)}`}>{words.aboutConsumer}</Link>
        )}
      </Part>
      <Part title={texts.tags}>
        <TagsPart conversationId={header.conversationId} tags={header.tags ?? []} canChange={relation.canSteer} />
      </Part>
      <Part title={fileTexts.files}>
        <Gallery
          key={header.conversationId}
          conversationId={header.conversationId}
          newest={events.findLast(({ event }) => event.type === 'message' && event.content?.kind === 'file')?.seq ?? 0}
        />
      </Part>
      <Part title={texts.attributes}>
        {attributes.length === 0 ? (
          <p className="quiet">{texts.noAttributes}</p>
        ) : (
          <Facts facts={attributes.map(shown)} />
        )}
      </Part>
      <Part title={texts.intents}>
        {intents.length === 0 ? (
          <p className="quiet">{texts.noIntents}</p>
        ) : (
          <ul className="side-list">
            {intents.map(({ name, confidence }) => (
              <li key={name} className="side-line">
                <span dir="auto">{name}</span>
                <span className="meta tabular">
                  {new Intl.NumberFormat(texts.locale, { style: 'percent' }).format(confidence)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Part>
      {rights.includes('readConversations') && (
        <Part title={texts.botKnew}>
          <BotMemoryPart conversationId={header.conversationId} turns={answeredTurns} />
        </Part>
      )}
      <Part title={texts.routing}>
        {explanations.length === 0 ? (
          <p className="quiet">{texts.noRouting}</p>
        ) : (
          <ul className="side-list">
            {explanations.map((why) => (
              <li key={why}>{reasonText(why, texts)}</li>
            ))}
          </ul>
        )}
      </Part>
      {header.consumerId !== undefined && rights.includes('readConversations') && (
        <Part title={texts.earlier}>
          <Thread
            key={header.consumerId}
            path={`${home}/consumers/${encodeURIComponent(header.consumerId)}/conversations`}
            except={header.conversationId}
            none={texts.noEarlier}
          />
        </Part>
      )}
    </aside>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="side-part">
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function Facts({ facts }: { facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt dir="auto">{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const shown = ([name, value]: [string, JsonValue]): [string, string] => [
  name,
  typeof value === 'string' ? value : JSON.stringify(value),
]

function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
