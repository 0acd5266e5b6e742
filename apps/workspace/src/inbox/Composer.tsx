import type { ConversationId } from '@baton/base'
import type { Content } from '@baton/content'
import { MAX_TEXT_LENGTH, type ViewHeader } from '@baton/protocol'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useDesk, useDeskPart } from '../desk/DeskProvider.tsx'
import { AttachButton } from '../files/AttachButton.tsx'
import { useTray } from '../files/FilesProvider.tsx'
import { Tray } from '../files/Tray.tsx'
import { useFileTexts } from '../files/texts/useFileTexts.ts'
import { useFilesOver } from '../files/useFilesOver.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { Icon } from '../shell/Icon.tsx'
import { KeyHint } from '../shell/KeyHint.tsx'
import { useKeys } from '../shell/keys.ts'
import { fill, fillCounted } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { type Audience, useDraft } from './drafts.ts'
import type { Relation } from './relation.ts'
import { SavedCards } from './SavedCards.tsx'
import { SavedReplies, useSavedReplies } from './SavedReplies.tsx'

type ComposerProps = {
  conversationId: ConversationId
  relation: Relation
  header: ViewHeader
  consumer: string
  skillName: string | undefined
}

/** Two tabs, two drafts: for the consumer, or for colleagues only. Enter sends. */
export function Composer({ conversationId, relation, header, consumer, skillName }: ComposerProps) {
  const texts = useTexts()
  const desk = useDesk()
  const { account, person } = useSession()
  const { canReply, canNote, isOpen } = relation
  const [wished, setWished] = useState<Audience>('reply')
  const audience: Audience = canReply && (wished === 'reply' || !canNote) ? 'reply' : 'note'
  const [text, setText] = useDraft(`${account.id}:${person.id}`, conversationId, audience)
  const [problem, setProblem] = useState<string>()
  const field = useRef<HTMLTextAreaElement>(null)
  const saved = useSavedReplies(audience === 'reply' ? text : '', header, skillName)
  const left = MAX_TEXT_LENGTH - text.length
  const form = useRef<HTMLFormElement>(null)
  const fileTexts = useFileTexts()
  const rules = useDeskPart((state) => state.fileRules)
  const [tray, files] = useTray(conversationId, audience)
  const hasFiles = files.items.some(({ state }) => state !== 'failed')
  const canSend = (text.trim() !== '' || hasFiles) && left >= 0 && !files.isSaying

  const write = (as: Audience) => {
    setWished(as)
    field.current?.focus() // at once: the next key is already meant for it
  }
  useKeys({ reply: canReply ? () => write('reply') : undefined, note: canNote ? () => write('note') : undefined })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the words
  useLayoutEffect(() => {
    const { current } = field
    if (current === null) return
    current.style.height = 'auto'
    current.style.height = `${current.scrollHeight}px` // the style sheet stops it at eight lines
  }, [text, audience])

  // The words leave the field with the files that they belong to, whenever these are checked.
  const gone = useRef(files.said)
  useEffect(() => {
    if (gone.current !== files.said) setText('')
    gone.current = files.said
  }, [files.said, setText])
  const attach = (chosen: readonly File[]) => {
    setProblem(rules === undefined ? fileTexts.channelTakesNone : undefined)
    if (rules !== undefined) tray.add(chosen)
    field.current?.focus()
  }
  const hasFilesOver = useFilesOver(form, canReply ? attach : undefined)

  if (!isOpen) return <p className="composer-none quiet">{texts.closedNoReply}</p>
  if (!canReply && !canNote) return <p className="composer-none quiet">{texts.cannotReply}</p>

  const send = () => {
    if (!canSend) return
    if (hasFiles && tray.say(text.trim())) return
    const sent = desk.send(conversationId, text.trim(), audience === 'note' ? { audience: 'AGENTS_AND_MANAGERS' } : {})
    setProblem(sent.ok ? undefined : texts.outboxFull)
    if (sent.ok) setText('')
    field.current?.focus()
  }
  const sendCard = (content: Content): boolean => {
    const sent = desk.send(conversationId, content)
    setProblem(sent.ok ? undefined : texts.outboxFull)
    if (sent.ok) field.current?.focus()
    return sent.ok
  }
  const take = (words: string) => {
    setText(words)
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return // an input method chooses a word
    if (saved.onKey(event, take)) return event.preventDefault()
    if (event.key === 'Escape') return field.current?.blur()
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    send()
  }
  const isSuggesting = saved.isOpen
  return (
    <form
      ref={form}
      className={`composer ${audience}`}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="composer-head">
        <div className="composer-tabs" role="tablist" aria-label={texts.composerTabs}>
          {(['reply', 'note'] as const)
            .filter((as) => (as === 'reply' ? canReply : canNote))
            .map((as) => (
              <button
                key={as}
                type="button"
                role="tab"
                id={`tab-${as}`}
                aria-controls="composer-field"
                aria-selected={as === audience}
                tabIndex={as === audience ? 0 : -1}
                onClick={() => write(as)}
                onKeyDown={(event) => {
                  if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') write(as === 'reply' ? 'note' : 'reply')
                }}
              >
                {as === 'reply' ? texts.reply : texts.privateNote}
                <KeyHint of={as === 'reply' ? 'E' : 'N'} />
              </button>
            ))}
        </div>
        {canReply && <AttachButton rules={rules} isBusy={files.isSaying} onFiles={attach} />}
        {audience === 'reply' && <SavedCards onSend={sendCard} />}
      </div>
      <SavedReplies saved={saved} onTake={take} />
      {hasFilesOver && <p className="composer-drop">{fileTexts.dropFiles}</p>}
      <Tray tray={tray} state={files} rules={rules} onRemoved={() => field.current?.focus()} />
      <div className="composer-line">
        <textarea
          ref={field}
          id="composer-field"
          rows={1}
          dir="auto"
          aria-label={audience === 'reply' ? texts.reply : texts.privateNote}
          aria-invalid={left < 0}
          aria-controls={isSuggesting ? 'saved-replies' : undefined}
          aria-activedescendant={saved.activeId}
          placeholder={
            audience === 'reply' ? fill(texts.replyPlaceholder, { name: shortened(consumer) }) : texts.notePlaceholder
          }
          value={text}
          readOnly={files.isSaying}
          onChange={(event) => {
            setText(event.currentTarget.value)
            if (audience === 'reply') desk.typing(conversationId)
          }}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="composer-send" disabled={!canSend} aria-label={texts.send} title={texts.send}>
          <Icon of="send" />
        </button>
      </div>
      {left <= MAX_TEXT_LENGTH / 10 && (
        <output className={left < 0 ? 'meta over' : 'meta'}>
          {fillCounted(texts.charactersLeft, left, texts.locale)}
        </output>
      )}
      {problem !== undefined && (
        <p role="alert" className="notice bad">
          {problem}
        </p>
      )}
    </form>
  )
}

/** A placeholder of two lines would make the field jump. */
const shortened = (name: string) => (name.length > 18 ? name.slice(0, 17) : name)
