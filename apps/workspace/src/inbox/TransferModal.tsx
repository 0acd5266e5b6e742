import type { AgentId, ClientId, ConversationId, SkillId } from '@baton/base'
import { uuid } from '@baton/client'
import { MAX_TRANSFER_NOTE } from '@baton/protocol'
import { Button, Loader, Modal, Radio, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { useAsked } from '../base/useAsked.ts'
import { useDesk, useDeskPart } from '../desk/DeskProvider.tsx'
import { useSession } from '../session/SessionProvider.tsx'
import { fill, numberText } from '../texts/catalogue.ts'
import { problemText, refusalText, useTexts } from '../texts/useTexts.ts'

const skills = z.array(
  z.object({ id: z.number(), name: z.string(), online: z.number(), bots: z.number(), waiting: z.number() }),
)
const available = z.array(
  z.object({
    id: z.number(),
    nickname: z.string(),
    status: z.enum(['online', 'busy', 'away', 'offline']),
    load: z.number(),
    capacity: z.number(),
    mayPass: z.boolean(),
  }),
)
/** Some lists are told with their page around them. */
const people = z.union([available, z.object({ items: available }).transform(({ items }) => items)])
const ANYONE = 'anyone'

type TransferModalProps = {
  isOpen: boolean
  onClose: () => void
  conversationId: ConversationId
  /** Where it is now: skills may say where they pass on to. */
  skillId: SkillId | undefined
}

export function TransferModal({ isOpen, onClose, conversationId, skillId }: TransferModalProps) {
  const texts = useTexts()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={texts.transferTitle}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      {isOpen && <TransferForm conversationId={conversationId} from={skillId} onDone={onClose} />}
    </Modal>
  )
}

type TransferFormProps = { conversationId: ConversationId; from: SkillId | undefined; onDone: () => void }

/** First what for, then to whom: whoever is free, or one of those who are here. */
function TransferForm({ conversationId, from, onDone }: TransferFormProps) {
  const texts = useTexts()
  const desk = useDesk()
  const me = useDeskPart((state) => state.agentId)
  const { api, home } = useSession()
  const [skill, setSkill] = useState<string | null>(null)
  const [who, setWho] = useState(ANYONE)
  const [problem, setProblem] = useState<string>()
  const [isMissing, setMissing] = useState(false)
  const [note, setNote] = useState('')
  const [isBusy, setBusy] = useState(false)
  const known = useAsked(
    () => api.get(`${home}/skills/around${from === undefined ? '' : `?from=${from}`}`, skills),
    [from],
  )
  // Who tries again after a lost line leaves the same word once.
  const [clientId] = useState(() => uuid() as ClientId)
  const here = useAsked(
    skill === null ? undefined : () => api.get(`${home}/people/available?skillId=${skill}`, people),
    [skill],
  )
  const others = (here.data ?? []).filter(({ id }) => id !== me)

  const isOfBot = known.data?.some(({ id, bots }) => String(id) === skill && bots > 0) ?? false

  const transfer = async () => {
    if (skill === null) return setMissing(true)
    setBusy(true)
    const answer = await desk.transfer(conversationId, Number(skill) as SkillId, {
      ...(who !== ANYONE && { agentId: Number(who) as AgentId }),
      ...(note.trim() !== '' && { note: { clientId, text: note.trim() } }),
    })
    setBusy(false)
    if (answer.ok) onDone()
    else setProblem(refusalText(answer, texts))
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void transfer()
      }}
    >
      <Select
        label={texts.transferTo}
        data-autofocus
        searchable
        data={(known.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
        renderOption={({ option }) => {
          const around = known.data?.find(({ id }) => String(id) === option.value)
          return (
            <span className="side-line wide">
              <span dir="auto">{option.label}</span>
              {around && (
                <span className="meta tabular">
                  {around.bots > 0 ? texts.skillOfBot : fill(texts.skillAround, around)}
                </span>
              )}
            </span>
          )
        }}
        value={skill}
        error={known.problem ? problemText(known.problem, texts) : isMissing && texts.required}
        onChange={(value) => {
          setSkill(value)
          setWho(ANYONE)
          setProblem(undefined)
          setMissing(false)
        }}
      />
      {skill !== null && (
        <Radio.Group label={texts.transferWho} value={who} onChange={setWho}>
          <div className="transfer-people">
            <Radio value={ANYONE} label={texts.anyone} />
            {here.loading && <Loader size="xs" aria-label={texts.loading} />}
            {others.map(({ id, nickname, status, load, capacity, mayPass }) => (
              <Radio
                key={id}
                disabled={!mayPass}
                value={String(id)}
                label={nickname}
                description={[
                  fill(texts.availableOf, {
                    status: texts.statusOf[status],
                    load: numberText(load, texts.locale),
                    capacity,
                  }),
                  ...(mayPass ? [] : [texts.mayNotName]),
                ].join(' · ')}
              />
            ))}
          </div>
        </Radio.Group>
      )}
      {isOfBot && <p className="notice">{texts.botTakesIt}</p>}
      {skill !== null && !isOfBot && here.data !== undefined && others.length === 0 && (
        <p className="notice waiting">{texts.nobodyAvailable}</p>
      )}
      <Textarea
        label={texts.transferNote}
        description={texts.transferNoteHint}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={MAX_TRANSFER_NOTE}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {problem !== undefined && (
        <p role="alert" className="notice bad">
          {problem}
        </p>
      )}
      <div className="modal-actions">
        <Button variant="default" onClick={onDone}>
          {texts.cancel}
        </Button>
        <Button type="submit" loading={isBusy}>
          {texts.transfer}
        </Button>
      </div>
    </form>
  )
}
