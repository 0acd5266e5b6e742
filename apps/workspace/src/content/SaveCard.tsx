import type { Channel } from '@baton/content'
import { Button, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useSession } from '../session/SessionProvider.tsx'
import { fill } from '../texts/catalogue.ts'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { type SavedCard, savedCard } from './savedCard.ts'
import { useContentTexts } from './texts/useContentTexts.ts'
import type { Judgement } from './verdict.ts'

type SaveCardProps = {
  /** The one that is open; absent: a new one. */
  card: SavedCard | undefined
  judgement: Judgement
  channel: Channel
  message: string
  onMessage: (message: string) => void
  /** @param card absent: it was deleted */
  onSaved: (card: SavedCard | undefined) => void
}

/** Keeps a card under a name, for agents to send. */
export function SaveCard({ card, judgement, channel, message, onMessage, onSaved }: SaveCardProps) {
  const texts = useContentTexts()
  const all = useTexts()
  const { api, home } = useSession()
  const [name, setName] = useState(card?.name ?? '')
  const [told, setTold] = useState<{ readonly good: boolean; readonly text: string }>()
  const [asksToRemove, setAsksToRemove] = useState(false)
  useEffect(() => {
    setName(card?.name ?? '')
    setAsksToRemove(false)
  }, [card])
  const { drawing } = judgement
  const isReplies = drawing?.kind === 'quickReply'
  const canSave =
    channel === 'web' &&
    drawing !== undefined &&
    drawing.kind !== 'metadata' &&
    name.trim() !== '' &&
    (!isReplies || message.trim() !== '')

  const attempt = async (act: () => Promise<void>) => {
    try {
      await act()
    } catch (fault) {
      setTold({ good: false, text: problemText(fault, all) })
    }
  }
  const save = (id: number | undefined) =>
    attempt(async () => {
      const content = isReplies
        ? { kind: 'text', text: message, quickReplies: drawing.quickReplies }
        : { kind: 'structured', structured: judgement.value }
      const body = { name: name.trim(), content }
      const path = `${home}/saved-cards`
      const kept =
        id === undefined ? await api.post(path, body, savedCard) : await api.patch(`${path}/${id}`, body, savedCard)
      setTold({ good: true, text: texts.savedNow })
      onSaved(kept)
    })
  const remove = (id: number) =>
    attempt(async () => {
      await api.remove(`${home}/saved-cards/${id}`)
      setTold(undefined)
      onSaved(undefined)
    })
  return (
    <form
      className="content-save"
      onSubmit={(event) => {
        event.preventDefault()
        if (canSave) void save(card?.id)
      }}
    >
      {isReplies && (
        <TextInput
          label={texts.message}
          value={message}
          maxLength={5_000}
          onChange={(event) => onMessage(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={texts.name}
        description={texts.nameHint}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="content-actions">
        <Button type="submit" disabled={!canSave}>
          {texts.save}
        </Button>
        {card !== undefined && (
          <Button variant="default" disabled={!canSave} onClick={() => void save(undefined)}>
            {texts.saveAs}
          </Button>
        )}
        {card !== undefined && !asksToRemove && (
          <Button variant="subtle" color="red" onClick={() => setAsksToRemove(true)}>
            {texts.remove}
          </Button>
        )}
      </div>
      {card !== undefined && asksToRemove && (
        <div className="content-actions" role="alert">
          <span>{fill(texts.removeAsk, { name: card.name })}</span>
          <Button color="red" size="xs" onClick={() => void remove(card.id)}>
            {texts.remove}
          </Button>
          <Button variant="default" size="xs" onClick={() => setAsksToRemove(false)}>
            {texts.cancel}
          </Button>
        </div>
      )}
      <div role="status">
        {told !== undefined && <p className={told.good ? 'notice good' : 'notice bad'}>{told.text}</p>}
        {drawing !== undefined && (channel !== 'web' || drawing.kind === 'metadata') && (
          <p className="meta">{texts.onlyWeb}</p>
        )}
      </div>
    </form>
  )
}
