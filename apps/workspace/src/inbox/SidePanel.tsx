import type { JsonValue } from '@baton/base'
import type { AgentConversation } from '@baton/client'
import type { DeskRow } from '@baton/protocol'
import { TagsInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { z } from 'zod'
import { anything, pageOf } from '../base/http.ts'
import { Link } from '../base/router.tsx'
import { momentText, useNow, whenText } from '../base/time.ts'
import { useAsked } from '../base/useAsked.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { Icon } from '../shell/Icon.tsx'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { waitingOf } from './rowWords.ts'
import { intentsIn } from './toThread.ts'

type SidePanelProps = {
  conversation: AgentConversation
  row: DeskRow | undefined
  consumer: string
  place: string
  onClose: () => void
}

/** What is known beside the words. */
export function SidePanel({ conversation, row, consumer, place, onClose }: SidePanelProps) {
  const texts = useTexts()
  const now = useNow()
  const { header, events } = conversation.view
  const began = events.find(({ event }) => event.type === 'opened')?.at ?? row?.openedAt
  const intents = intentsIn(events)
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
      </Part>
      <Tags conversationId={header.conversationId} tags={row?.tags} />
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
      <Part title={texts.routing}>
        {explanations.length === 0 ? (
          <p className="quiet">{texts.noRouting}</p>
        ) : (
          <ul className="side-list">
            {explanations.map((why) => (
              <li key={why}>{why}</li>
            ))}
          </ul>
        )}
      </Part>
      <Part title={texts.earlier}>
        <Earlier consumerId={header.consumerId} besides={header.conversationId} place={place} />
      </Part>
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

const tagList = pageOf(z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]))

function Tags({ conversationId, tags }: { conversationId: string; tags: readonly string[] | undefined }) {
  const texts = useTexts()
  const { api, home } = useSession()
  const [own, setOwn] = useState<readonly string[]>()
  const [problem, setProblem] = useState<string>()
  const known = useAsked(() => api.get(`${home}/tags?limit=200`, tagList), [])
  const change = async (next: string[]) => {
    const before = own
    setOwn(next)
    setProblem(undefined)
    try {
      await api.put(`${home}/conversations/${encodeURIComponent(conversationId)}/tags`, { tags: next }, anything)
    } catch (fault) {
      setOwn(before)
      setProblem(problemText(fault, texts))
    }
  }
  return (
    <section className="side-part">
      <TagsInput
        label={texts.tags}
        size="xs"
        placeholder={texts.addTag}
        data={known.data?.items ?? []}
        value={[...(own ?? tags ?? [])]}
        error={problem}
        maxTags={20}
        onChange={(next) => void change(next)}
      />
    </section>
  )
}

const consumerPage = z.object({
  conversations: z.array(
    z.object({
      conversationId: z.string(),
      openedAt: z.number(),
      phase: z.string(),
      lastLine: z.object({ text: z.string() }).optional(),
    }),
  ),
})

type EarlierProps = { consumerId: string | undefined; besides: string; place: string }

function Earlier({ consumerId, besides, place }: EarlierProps) {
  const texts = useTexts()
  const now = useNow()
  const { api, home } = useSession()
  const path = consumerId && `${home}/consumers/${encodeURIComponent(consumerId)}`
  const asked = useAsked(path === undefined ? undefined : () => api.get(path, consumerPage), [path])
  const others = (asked.data?.conversations ?? []).filter(({ conversationId }) => conversationId !== besides)
  if (asked.problem !== undefined && asked.problem.status !== 404) {
    return <p className="quiet">{problemText(asked.problem, texts)}</p>
  }
  if (others.length === 0) return <p className="quiet">{asked.loading ? texts.loading : texts.noEarlier}</p>
  return (
    <ul className="side-list">
      {others.map(({ conversationId, openedAt, lastLine }) => (
        <li key={conversationId}>
          <Link to={`${place}/${encodeURIComponent(conversationId)}`} className="earlier">
            <time className="meta" dateTime={new Date(openedAt).toISOString()}>
              {whenText(openedAt, now, texts.locale)}
            </time>
            <span dir="auto">{lastLine?.text ?? texts.noWordsYet}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
