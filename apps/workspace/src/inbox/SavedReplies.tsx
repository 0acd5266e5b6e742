import type { ViewHeader } from '@baton/protocol'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { z } from 'zod'
import { allOf } from '../administration/kit/skills.tsx'
import { useAsked } from '../base/useAsked.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { fill } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { fillReply, nameIn } from '../words/savedReplies/variables.ts'

const reply = z.object({
  id: z.union([z.string(), z.number()]),
  title: z.string(),
  text: z.string().optional(),
  shortcut: z.string().optional(),
  language: z.string().optional(),
  skillIds: z.array(z.number()).optional(),
})
type SavedReply = z.infer<typeof reply>
const MOST = 8

interface Saved {
  readonly isOpen: boolean
  readonly found: readonly SavedReply[]
  readonly wanted: string
  readonly active: number
  readonly activeId: string | undefined
  /** @returns whether the key was for the list */
  onKey(event: KeyboardEvent, take: (text: string) => void): boolean
}

/** Opens when the words begin with `/`; what follows is looked for in titles, shortcuts and texts. */
export function useSavedReplies(
  text: string,
  { skillId, language, attributes }: ViewHeader,
  skillName?: string,
): Saved {
  const { api, home, account, person } = useSession()
  const values = useMemo(
    () => ({
      'consumer.name': nameIn(attributes),
      'agent.nickname': person.nickname,
      'agent.fullName': person.fullName,
      brand: account.name,
      skill: skillName,
    }),
    [attributes, person, account, skillName],
  )
  const [at, setAt] = useState(0)
  const [closedFor, setClosedFor] = useState<string>()
  const isWanted = text.startsWith('/') && !text.includes('\n')
  const asked = useAsked(isWanted ? () => allOf(api, `${home}/saved-replies`, reply) : undefined, [isWanted])
  const wanted = isWanted ? text.slice(1).trim() : ''
  const isOpen = isWanted && closedFor !== text && asked.data !== undefined
  const found = useMemo(() => {
    const words = wanted.toLocaleLowerCase()
    return (
      (asked.data ?? [])
        .filter(({ text: words }) => words !== undefined)
        .filter(({ skillIds = [] }) => skillIds.length === 0 || skillId === undefined || skillIds.includes(skillId))
        .filter(({ language: of }) => of === undefined || of.split('-')[0] === language.split('-')[0])
        .filter(({ title, text: said = '', shortcut = '' }) =>
          `${shortcut}\n${title}\n${said}`.toLocaleLowerCase().includes(words),
        )
        // Whoever types a whole shortcut means that one.
        .sort((a, b) => Number(b.shortcut === words) - Number(a.shortcut === words))
        .slice(0, MOST)
        .map((one) => ({ ...one, text: fillReply(one.text ?? '', values) }))
    )
  }, [asked.data, wanted, skillId, language, values])
  const active = Math.min(at, Math.max(found.length - 1, 0))
  return {
    isOpen,
    found,
    wanted,
    active,
    activeId: isOpen && found.length > 0 ? `saved-${active}` : undefined,
    onKey(event, take) {
      if (!isOpen) return false
      const chosen = found[active]?.text
      if (event.key === 'ArrowDown') setAt(Math.min(active + 1, found.length - 1))
      else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0))
      else if (event.key === 'Escape') setClosedFor(text)
      else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) take(chosen)
      else return false
      return true
    },
  }
}

export function SavedReplies({ saved, onTake }: { saved: Saved; onTake: (text: string) => void }) {
  const texts = useTexts()
  if (!saved.isOpen) return null
  if (saved.found.length === 0) {
    return <p className="saved meta">{fill(texts.noSavedReplies, { text: saved.wanted })}</p>
  }
  return (
    <div className="saved" id="saved-replies" role="listbox" aria-label={texts.savedReplies}>
      {saved.found.map(({ id, title, text = '', shortcut }, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the field keeps the focus and names the active one
        <div
          key={id}
          id={`saved-${index}`}
          role="option"
          aria-selected={index === saved.active}
          className="saved-item"
          onClick={() => onTake(text)}
        >
          <span>
            <strong>{title}</strong> {shortcut !== undefined && <span className="meta">/{shortcut}</span>}
          </span>
          <span className="meta saved-text">{text}</span>
        </div>
      ))}
    </div>
  )
}
