import './conversations.css'
import { summaryLine } from '@baton/content'
import type { EventFrame, ViewHeader } from '@baton/protocol'
import { Button } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { z } from 'zod'
import { Loaded } from '../administration/kit/Loaded.tsx'
import { Link } from '../base/router.tsx'
import { momentText } from '../base/time.ts'
import { useAsked } from '../base/useAsked.ts'
import { SavedFile } from '../files/SavedFile.tsx'
import { visitorName } from '../inbox/rowWords.ts'
import { lineOf, nameOf, type ThreadContext } from '../inbox/toThread.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { Icon } from '../shell/Icon.tsx'
import { fill } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { nameIn } from '../words/savedReplies/variables.ts'
import { TagChip } from '../words/tags/TagChip.tsx'
import { useNamedTags } from '../words/tags/TagsProvider.tsx'
import { useWordTexts } from '../words/texts/useWordTexts.ts'

/** Header and events are those of the socket, whose types they have. */
const page = z.object({
  header: z.custom<ViewHeader>((value) => typeof value === 'object' && value !== null),
  openedAt: z.number(),
  closedAt: z.number().optional(),
  skillName: z.string(),
  events: z.array(z.custom<EventFrame>((value) => typeof value === 'object' && value !== null)),
  next: z.number().optional(),
})
type Page = z.infer<typeof page>

/** A conversation to read and print; nobody is told that it is read. */
export function Transcript({ id }: { id: string }) {
  const { api, home } = useSession()
  const path = `${home}/conversations/${encodeURIComponent(id)}/transcript`
  const asked = useAsked(() => api.get(path, page), [path])
  return (
    <Loaded asked={asked} back="conversations">
      {(first) => <Shown first={first} path={path} />}
    </Loaded>
  )
}

function Shown({ first, path }: { first: Page; path: string }) {
  const texts = useWordTexts()
  const shell = useTexts()
  const { api } = useSession()
  const [more, setMore] = useState<readonly Page[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another beginning has other pages behind it
  useEffect(() => setMore([]), [first])
  const { header, openedAt, closedAt, skillName } = first
  const next = (more.at(-1) ?? first).next
  const consumerId = header.consumerId ?? ''
  const consumer = nameIn(header.attributes) ?? visitorName(consumerId, shell)
  const { conversationId } = header
  const context = useMemo(
    () => ({ me: undefined, conversationId, consumer, texts: shell }),
    [conversationId, consumer, shell],
  )
  const events = [first, ...more].flatMap((one) => one.events)
  const tags = useNamedTags(header.tags ?? [])
  useEffect(() => {
    document.title = `${consumer} · ${texts.transcript}`
  }, [consumer, texts])
  const loadMore = async () => {
    const found = await api.get(`${path}?after=${next}`, page)
    setMore((before) => [...before, found])
  }
  return (
    <article className="transcript" aria-label={texts.transcript}>
      <header className="transcript-head">
        <div className="transcript-actions">
          <Link to="conversations" className="admin-back">
            <Icon of="back" size={16} />
            {texts.backToConversations}
          </Link>
        </div>
        <h1 dir="auto">{consumer}</h1>
        <p className="quiet">
          {[
            skillName,
            fill(texts.beganAt, { when: momentText(openedAt, texts.locale) }),
            ...(closedAt === undefined ? [] : [fill(texts.endedAt, { when: momentText(closedAt, texts.locale) })]),
          ].join(' · ')}
        </p>
        {tags.length > 0 && (
          <div className="tag-line">
            {tags.map((tag) => (
              <TagChip key={tag.id} tag={tag} />
            ))}
          </div>
        )}
        <div className="transcript-actions">
          {header.phase !== 'closed' && (
            <Button component={Link} size="xs" to={`inbox/${encodeURIComponent(header.conversationId)}`}>
              {texts.openInInbox}
            </Button>
          )}
          <Button component={Link} size="xs" variant="default" to={`consumers/${encodeURIComponent(consumerId)}`}>
            {texts.consumer}
          </Button>
          <Button size="xs" variant="default" onClick={() => print()}>
            {texts.print}
          </Button>
          <Button
            size="xs"
            variant="default"
            component="a"
            href={`/api/v1${path}?limit=1000`}
            download={`${header.conversationId}.json`}
          >
            {texts.downloadJson}
          </Button>
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by its focus */}
      <section className="transcript-body" tabIndex={0} aria-label={texts.transcript}>
        <ol className="transcript-lines">
          {events.map((frame) => (
            <Line key={frame.seq} frame={frame} context={context} />
          ))}
        </ol>
        {next !== undefined && (
          <div className="admin-foot">
            <Button variant="default" onClick={() => void loadMore()}>
              {texts.showMore}
            </Button>
          </div>
        )}
      </section>
    </article>
  )
}

function Line({ frame: { at, event }, context }: { frame: EventFrame; context: ThreadContext }) {
  const texts = useWordTexts()
  if (event.type !== 'message') {
    const line = lineOf(event, context)
    if (line === undefined) return null
    return (
      <li className="transcript-line">
        {line} · <time dateTime={new Date(at).toISOString()}>{momentText(at, texts.locale)}</time>
      </li>
    )
  }
  const { who, audience, content } = event
  return (
    <li className="transcript-said" data-who={who.kind} data-private={audience !== 'ALL'}>
      <span>
        <span className="transcript-who" dir="auto">
          {nameOf(who, context)}
        </span>{' '}
        <span className="meta">
          {audience !== 'ALL' && `${context.texts.privateNote} · `}
          {event.automatic !== undefined && `${texts.automaticKinds[event.automatic]} · `}
          <time dateTime={new Date(at).toISOString()}>{momentText(at, texts.locale)}</time>
        </span>
      </span>
      {content?.kind === 'file' && context.conversationId !== undefined && (
        <SavedFile conversationId={context.conversationId} file={content} />
      )}
      <p dir="auto">
        {content === undefined
          ? context.texts.lines.erased
          : content.kind === 'text'
            ? content.text
            : content.kind === 'file'
              ? content.caption
              : summaryLine(content, 2_000)}
      </p>
    </li>
  )
}
