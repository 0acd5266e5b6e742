import '../administration/admin.css'
import './conversations.css'
import { Button, Input, NativeSelect, TextInput } from '@mantine/core'
import { useEffect, useId, useState } from 'react'
import { z } from 'zod'
import { ListFoot } from '../administration/kit/ListScreen.tsx'
import { allOf, useSkills } from '../administration/kit/skills.tsx'
import { usePages } from '../administration/kit/usePages.ts'
import { Link, useRoute } from '../base/router.tsx'
import { momentText } from '../base/time.ts'
import { useAsked } from '../base/useAsked.ts'
import { visitorName } from '../inbox/rowWords.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { Icon } from '../shell/Icon.tsx'
import { fillCounted } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { TagChip } from '../words/tags/TagChip.tsx'
import { useNamedTags, useTags } from '../words/tags/TagsProvider.tsx'
import { useWordTexts } from '../words/texts/useWordTexts.ts'
import { type Hit, hit, phaseText, queryOf, startOfDay } from './found.ts'
import { Transcript } from './Transcript.tsx'

const PAUSE_MS = 300
const person = z.object({ id: z.number(), fullName: z.string() })
const NOTHING = { words: '', phase: '', skillId: '', agentId: '', tagId: '', from: '', to: '' }

/** All conversations that one may know of, to be searched; `conversations/ID` is one of them, to be read. */
export default function Conversations() {
  const { parts } = useRoute()
  const [, which] = parts
  return which === undefined ? <Search /> : <Transcript key={which} id={which} />
}

/** Kept while one reads what was found, so that going back finds it as it was. */
let last = NOTHING

function Search() {
  const texts = useWordTexts()
  const { home, rights } = useSession()
  const [wish, setWish] = useState(last)
  const [words, setWords] = useState(wish.words)
  const choose = (part: Partial<typeof NOTHING>) => {
    last = { ...wish, ...part }
    setWish(last)
  }
  useEffect(() => {
    const timer = setTimeout(() => setWords(wish.words.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [wish.words])
  const to = startOfDay(wish.to, 1)
  const filters = { phase: wish.phase, skillId: wish.skillId, from: startOfDay(wish.from), to }
  const query = queryOf({ words, ...filters, agentId: wish.agentId, tagId: wish.tagId })
  const pages = usePages(`${home}/search?${query}`, hit)
  const isEmpty = pages.items.length === 0 && !pages.isLoading && pages.problem === undefined
  return (
    <div className="admin found-screen">
      <div className="admin-head">
        <h1>{texts.conversations}</h1>
      </div>
      <search className="found-filters">
        <TextInput
          type="search"
          className="found-words"
          aria-label={texts.search}
          placeholder={texts.searchWords}
          leftSection={<Icon of="search" size={16} />}
          value={wish.words}
          maxLength={500}
          onChange={(event) => choose({ words: event.currentTarget.value })}
        />
        <Filters wish={wish} choose={choose} />
      </search>
      <p className="for-readers" role="status">
        {pages.isLoading ? '' : fillCounted(texts.results, pages.items.length, texts.locale)}
      </p>
      {isEmpty && (
        <div className="empty">
          <h2>{query === '' ? texts.nothingYet : texts.nothingFound}</h2>
          <p>{query === '' ? texts.nothingYetHint : texts.nothingFoundHint}</p>
        </div>
      )}
      {pages.items.length > 0 && (
        <ul className="found" aria-label={texts.conversations}>
          {pages.items.map((one) => (
            <li key={one.conversation.conversationId}>
              <Found hit={one} />
            </li>
          ))}
        </ul>
      )}
      <ListFoot pages={pages} />
      {rights.includes('export') && !isEmpty && (
        <div className="found-exports">
          <Button
            component="a"
            variant="default"
            size="xs"
            href={`/api/v1${home}/exports/messages.csv?${queryOf(filters)}`}
            download
          >
            {texts.exportCsv}
          </Button>
          <Button
            component="a"
            variant="default"
            size="xs"
            href={`/api/v1${home}/exports/events.jsonl?${queryOf(filters)}`}
            download
          >
            {texts.exportJson}
          </Button>
          <span className="meta">{texts.exportHint}</span>
        </div>
      )}
    </div>
  )
}

type FiltersProps = { wish: typeof NOTHING; choose: (part: Partial<typeof NOTHING>) => void }

function Filters({ wish, choose }: FiltersProps) {
  const texts = useWordTexts()
  const { api, home } = useSession()
  const skills = useSkills()
  const people = useAsked(() => allOf(api, `${home}/people`, person), [home])
  const { all } = useTags()
  return (
    <div className="found-row">
      <NativeSelect
        aria-label={texts.state}
        value={wish.phase}
        data={[
          { value: '', label: texts.anyState },
          { value: 'open', label: texts.open },
          { value: 'closed', label: texts.closed },
        ]}
        onChange={(event) => choose({ phase: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={texts.skill}
        value={wish.skillId}
        data={[
          { value: '', label: texts.anySkill },
          ...(skills.data ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
        onChange={(event) => choose({ skillId: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={texts.agent}
        value={wish.agentId}
        data={[
          { value: '', label: texts.anyAgent },
          ...(people.data ?? []).map(({ id, fullName }) => ({ value: String(id), label: fullName })),
        ]}
        onChange={(event) => choose({ agentId: event.currentTarget.value })}
      />
      {all.length > 0 && (
        <NativeSelect
          aria-label={texts.tag}
          value={wish.tagId}
          data={[
            { value: '', label: texts.anyTag },
            ...all.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          onChange={(event) => choose({ tagId: event.currentTarget.value })}
        />
      )}
      <Day title={texts.since} value={wish.from} onChoose={(from) => choose({ from })} />
      <Day title={texts.until} value={wish.to} onChoose={(to) => choose({ to })} />
    </div>
  )
}

type DayProps = {
  title: string
  /** Such as 2030-02-19; empty for any. */
  value: string
  onChoose: (day: string) => void
}

function Day({ title, value, onChoose }: DayProps) {
  const id = useId()
  return (
    <div className="found-day">
      <label className="meta" htmlFor={id}>
        {title}
      </label>
      <Input
        id={id}
        type="date"
        value={value}
        max="9999-12-31"
        onChange={(event) => onChoose(event.currentTarget.value)}
      />
    </div>
  )
}

function Found({ hit: { conversation, found } }: { hit: Hit }) {
  const texts = useWordTexts()
  const shell = useTexts()
  const tags = useNamedTags(conversation.tags)
  const { conversationId, consumerId, phase, updatedAt, lastLine } = conversation
  return (
    <Link to={`conversations/${encodeURIComponent(conversationId)}`} className="found-one">
      <span className="found-top">
        <strong dir="auto">{visitorName(consumerId, shell)}</strong>
        <span className="meta">{phaseText(phase, texts)}</span>
        <span className="meta tabular found-when">{momentText(found?.at ?? updatedAt, texts.locale)}</span>
      </span>
      <span className="found-text" dir="auto">
        {found === undefined
          ? (lastLine?.text ?? texts.noWordsHere)
          : found.parts.map(({ text, isHit }, index) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
              isHit ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
            )}
      </span>
      {tags.length > 0 && (
        <span className="tag-line">
          {tags.map((tag) => (
            <TagChip key={tag.id} tag={tag} />
          ))}
        </span>
      )}
    </Link>
  )
}
