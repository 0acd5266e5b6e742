import './savedCards.css'
import type { Content } from '@baton/content'
import { Button, Popover, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { CardIsland } from '../content/CardIsland.tsx'
import { drawCard } from '../content/drawCard.ts'
import { useContentTexts } from '../content/texts/useContentTexts.ts'
import { useSavedCards } from '../content/useSavedCards.ts'
import { useDeskPart } from '../desk/DeskProvider.tsx'
import { Icon } from '../shell/Icon.tsx'
import { fill } from '../texts/catalogue.ts'
import { labelsOf } from '../texts/labels.ts'
import { useTexts } from '../texts/useTexts.ts'

/** Cards that colleagues prepared: found by name, looked at, and sent. @param onSend @returns whether it was taken */
export function SavedCards({ onSend }: { onSend: (content: Content) => boolean }) {
  const texts = useContentTexts()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-end" width={360} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <button
          type="button"
          className="composer-cards"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          title={texts.cardsHint}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon of="content" size={18} />
          {texts.cards}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.cards} className="saved-cards">
        {isOpen && (
          <CardPicker
            onSend={(content) => {
              if (onSend(content)) setOpen(false)
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function CardPicker({ onSend }: { onSend: (content: Content) => void }) {
  const texts = useContentTexts()
  const all = useTexts()
  const labels = useMemo(() => labelsOf(all), [all])
  const cardRules = useDeskPart((state) => state.cards)
  const { cards, isLoaded } = useSavedCards()
  const [wanted, setWanted] = useState('')
  const [chosenId, setChosenId] = useState<number>()
  const found = cards.filter(({ name }) => name.toLocaleLowerCase().includes(wanted.trim().toLocaleLowerCase()))
  const chosen = found.find(({ id }) => id === chosenId) ?? found[0]
  if (isLoaded && cards.length === 0) return <p className="quiet">{texts.noCards}</p>
  return (
    <>
      <TextInput
        data-autofocus
        label={texts.searchCards}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      {isLoaded && found.length === 0 && <p className="quiet">{fill(texts.noCardFound, { text: wanted })}</p>}
      <ul>
        {found.map(({ id, name }) => (
          <li key={id}>
            <button type="button" aria-pressed={id === chosen?.id} onClick={() => setChosenId(id)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
      {chosen !== undefined && (
        <>
          <section aria-label={texts.preview} className="saved-card-preview">
            {chosen.content.kind === 'text' && <p dir="auto">{chosen.content.text}</p>}
            <CardIsland drawing={drawCard({ content: chosen.content, labels, cardRules, key: String(chosen.id) })} />
          </section>
          <Button fullWidth onClick={() => onSend(chosen.content)}>
            {texts.sendCard}
          </Button>
        </>
      )}
    </>
  )
}
