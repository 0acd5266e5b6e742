import type { DeskRow } from '@baton/protocol'
import { Modal } from '@mantine/core'
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import { z } from 'zod'
import { pageOf } from '../base/http.ts'
import { useWordsIn } from '../base/preferences.tsx'
import { navigate } from '../base/router.tsx'
import { useAsked } from '../base/useAsked.ts'
import { useDeskPart } from '../desk/DeskProvider.tsx'
import type { Feature } from '../feature.ts'
import { consumerNameOf, visitorName } from '../inbox/rowWords.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { fill, fillCounted } from '../texts/catalogue.ts'
import type { Texts } from '../texts/en.ts'
import { useTexts } from '../texts/useTexts.ts'
import { useCommands } from './Commands.tsx'

interface Found {
  readonly id: string
  readonly group: keyof Texts['paletteGroups']
  readonly title: string
  readonly detail?: string
  run(): void
}

const MOST_PER_GROUP = 8
const people = pageOf(z.object({ id: z.number(), fullName: z.string(), nickname: z.string(), role: z.string() }))

type PaletteProps = { isOpen: boolean; onClose: () => void; features: readonly Feature[] }

/** ⌘K: one field for all that can be found or done. */
export function Palette({ isOpen, onClose, features }: PaletteProps) {
  const texts = useTexts()
  return (
    <Modal.Root opened={isOpen} onClose={onClose} size="lg" yOffset="12vh" lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content aria-label={texts.paletteTitle}>
        <Modal.Body p={0}>{isOpen && <Finder onClose={onClose} features={features} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function Finder({ onClose, features }: Omit<PaletteProps, 'isOpen'>) {
  const texts = useTexts()
  const [wanted, setWanted] = useState('')
  const [at, setAt] = useState(0)
  const found = useFound(wanted, features)
  const active = Math.min(at, found.length - 1)
  const choose = (item: Found | undefined) => {
    if (item === undefined) return
    onClose()
    item.run()
  }
  const walk = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(found[active])
    else if (event.key === 'ArrowDown') setAt(Math.min(active + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0))
    else return
    event.preventDefault()
  }
  useEffect(() => {
    document.getElementById(`found-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div className="palette">
      <input
        className="palette-field"
        role="combobox"
        aria-expanded="true"
        aria-controls="found"
        aria-activedescendant={active >= 0 ? `found-${active}` : undefined}
        aria-label={texts.paletteTitle}
        placeholder={texts.palettePlaceholder}
        data-autofocus
        value={wanted}
        onChange={(event) => {
          setWanted(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={walk}
      />
      <p className="for-readers" role="status">
        {fillCounted(texts.paletteResults, found.length, texts.locale)}
      </p>
      <div className="palette-found" id="found" role="listbox" aria-label={texts.paletteTitle}>
        {found.map((item, index) => (
          <div key={item.id}>
            {found[index - 1]?.group !== item.group && (
              <p aria-hidden="true" className="meta palette-group">
                {texts.paletteGroups[item.group]}
              </p>
            )}
            {/* biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the field keeps the focus and names the active one */}
            <div
              id={`found-${index}`}
              role="option"
              aria-selected={index === active}
              className="palette-item"
              onClick={() => choose(item)}
              onMouseMove={() => setAt(index)}
            >
              <span>{item.title}</span>
              {item.detail !== undefined && <span className="meta palette-detail">{item.detail}</span>}
            </div>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="palette-nothing quiet">{texts.paletteNothing}</p>}
    </div>
  )
}

function useFound(wanted: string, features: readonly Feature[]): readonly Found[] {
  const texts = useTexts()
  const inWords = useWordsIn()
  const { api, home, rights } = useSession()
  const commands = useCommands()
  const lists = useDeskPart((state) => state.lists)
  const canReadPeople = rights.includes('readPeople')
  const staff = useAsked(canReadPeople ? () => api.get(`${home}/people?limit=200`, people) : undefined, [])
  const hits = useHits(wanted)
  return useMemo(() => {
    const rows = new Map([...lists.values()].flatMap(({ rows }) => rows).map((row) => [row.conversationId, row]))
    const all: Found[] = [
      ...[...rows.values()].map((row) => conversation(row, texts)),
      ...commands.map(({ id, title, run, key }) => ({
        id,
        title,
        run,
        group: 'actions' as const,
        ...(key !== undefined && { detail: key }),
      })),
      ...features.map(({ path, title }) => ({
        id: `go ${path}`,
        title: fill(texts.goTo, { name: inWords(title) }),
        group: 'actions' as const,
        run: () => navigate(path),
      })),
      ...(staff.data?.items ?? []).map(({ id, fullName, nickname }) => ({
        id: `person ${id}`,
        title: fullName,
        detail: nickname,
        group: 'people' as const,
        run: () => navigate(`people/${id}`),
      })),
    ]
    const words = wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean)
    const fits = (item: Found) => {
      const text = `${item.title} ${item.detail ?? ''}`.toLocaleLowerCase()
      return words.every((word) => text.includes(word))
    }
    const groups = words.length === 0 ? (['actions', 'conversations'] as const) : GROUPS
    const known = groups.flatMap((group) =>
      all.filter((item) => item.group === group && fits(item)).slice(0, MOST_PER_GROUP),
    )
    const isNew = (item: Found) => !known.some(({ id }) => id === item.id)
    const further = words.length === 0 ? [] : hits.filter(isNew).slice(0, MOST_PER_GROUP)
    return [
      ...known.filter(({ group }) => group === 'conversations'),
      ...further,
      ...known.filter(({ group }) => group !== 'conversations'),
    ]
  }, [wanted, lists, commands, features, staff.data, hits, texts, inWords])
}

const PAUSE_MS = 250
const SHORTEST = 2
const searched = pageOf(
  z.object({
    conversation: z.object({
      conversationId: z.string(),
      consumerId: z.string(),
      lastLine: z.object({ text: z.string() }).optional(),
    }),
    found: z.object({ parts: z.array(z.object({ text: z.string() })) }).optional(),
  }),
)

/** Conversations of the whole account that hold the words, closed ones too; not only what the lists show. */
function useHits(wanted: string): readonly Found[] {
  const texts = useTexts()
  const { api, home, rights } = useSession()
  const [words, setWords] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setWords(wanted.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [wanted])
  const asks = words.length >= SHORTEST && rights.includes('readConversations')
  const path = `${home}/search?limit=${MOST_PER_GROUP}&words=${encodeURIComponent(words)}`
  const { data } = useAsked(asks ? () => api.get(path, searched) : undefined, [path, asks])
  return useMemo(
    () =>
      (asks ? (data?.items ?? []) : []).map(({ conversation: { conversationId, consumerId, lastLine }, found }) => ({
        id: conversationId,
        group: 'conversations' as const,
        title: visitorName(consumerId, texts),
        detail: found?.parts.map(({ text }) => text).join('') ?? lastLine?.text ?? '',
        run: () => navigate(`conversations/${encodeURIComponent(conversationId)}`),
      })),
    [asks, data, texts],
  )
}

const GROUPS = ['conversations', 'actions', 'people'] as const

function conversation(row: DeskRow, texts: Texts): Found {
  return {
    id: row.conversationId,
    group: 'conversations',
    title: consumerNameOf(row, texts),
    detail: [row.skillName, row.lastLine?.text].filter(Boolean).join(' · '),
    run: () => navigate(`inbox/${encodeURIComponent(row.conversationId)}`),
  }
}
