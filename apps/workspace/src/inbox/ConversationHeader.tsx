import type { Answer } from '@baton/client'
import type { ViewHeader } from '@baton/protocol'
import { Button, Checkbox, Menu, Modal } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link, navigate } from '../base/router.tsx'
import { useDesk, useDeskPart } from '../desk/DeskProvider.tsx'
import { type Command, useOfferCommands } from '../shell/Commands.tsx'
import { Icon } from '../shell/Icon.tsx'
import { KeyHint } from '../shell/KeyHint.tsx'
import { useKeys } from '../shell/keys.ts'
import { fill } from '../texts/catalogue.ts'
import type { Texts } from '../texts/en.ts'
import { refusalText, useTexts } from '../texts/useTexts.ts'
import type { Relation } from './relation.ts'
import { TransferModal } from './TransferModal.tsx'
import { nameOf, nameOfAssignee, type ThreadContext } from './toThread.ts'

type ConversationHeaderProps = {
  place: string
  header: ViewHeader
  relation: Relation
  consumer: string
  skillName: string | undefined
  hasSide: boolean
  onSide: () => void
}

const PRIORITIES = ['urgent', 'prioritized', 'normal'] as const

/** Who it is, who answers, and everything that can be done with it. */
export function ConversationHeader(props: ConversationHeaderProps) {
  const { place, header, relation, consumer, skillName, hasSide, onSide } = props
  const texts = useTexts()
  const desk = useDesk()
  const me = useDeskPart((state) => state.agentId)
  const [modal, setModal] = useState<'transfer' | 'close'>()
  const [problem, setProblem] = useState<string>()
  const { conversationId } = header

  const tell = async (asked: Promise<Answer>): Promise<boolean> => {
    const answer = await asked
    setProblem(answer.ok ? undefined : refusalText(answer, texts))
    return answer.ok
  }
  const { canSteer, canTakeOver, canJoin, joined } = relation
  const isQueued = header.assignee?.kind === 'queue'
  const may = {
    transfer: canSteer ? () => setModal('transfer') : undefined,
    backToQueue: canSteer && !isQueued ? () => void tell(desk.act(conversationId, 'backToQueue')) : undefined,
    takeOver: canTakeOver ? () => void tell(desk.act(conversationId, 'takeOver')) : undefined,
    join: canJoin ? () => void tell(desk.act(conversationId, 'joinAsManager')) : undefined,
    readAlong: canJoin ? () => void tell(desk.act(conversationId, 'joinAsReader')) : undefined,
    leave: joined !== undefined ? () => void tell(desk.act(conversationId, 'leave')) : undefined,
    close: canSteer ? () => setModal('close') : undefined,
  }
  useKeys({ transfer: may.transfer, backToQueue: may.backToQueue, takeOver: may.takeOver, close: may.close })
  useConversationCommands(may, texts)
  const context = { me, consumer, texts }
  return (
    <header className="conversation-head">
      <Link to={place} className="conversation-back" aria-label={texts.back}>
        <Icon of="back" />
      </Link>
      <div className="conversation-who">
        <h2 dir="auto" title={consumer}>
          {consumer}
        </h2>
        <p className="meta">{[skillName, stateOf(header, relation, context)].filter(Boolean).join(' · ')}</p>
      </div>
      <div className="conversation-actions">
        {may.takeOver && <Act text={texts.takeOver} keys="O" onClick={may.takeOver} />}
        {may.join && <Act text={texts.joinIn} onClick={may.join} />}
        {may.transfer && <Act text={texts.transfer} keys="T" onClick={may.transfer} />}
        {may.close && <Act text={texts.closeConversation} keys="C" onClick={may.close} />}
        <Menu position="bottom-end" width={240}>
          <Menu.Target>
            <Button size="xs" variant="default" className="square" aria-label={texts.actions}>
              <Icon of="more" />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {may.backToQueue && (
              <Menu.Item onClick={may.backToQueue} rightSection={<KeyHint of="B" />}>
                {texts.backToQueue}
              </Menu.Item>
            )}
            {may.readAlong && <Menu.Item onClick={may.readAlong}>{texts.readAlong}</Menu.Item>}
            {may.leave && <Menu.Item onClick={may.leave}>{texts.leave}</Menu.Item>}
            <Menu.Item onClick={onSide} rightSection={<KeyHint of="D" />}>
              {hasSide ? texts.hideDetails : texts.showDetails}
            </Menu.Item>
            {canSteer && (
              <>
                <Menu.Divider />
                <Menu.Label>{texts.priority}</Menu.Label>
                {PRIORITIES.map((priority) => (
                  <Menu.Item
                    key={priority}
                    aria-current={header.priority?.type === priority ? 'true' : undefined}
                    rightSection={header.priority?.type === priority ? '✓' : undefined}
                    onClick={() => void tell(desk.priority(conversationId, priority))}
                  >
                    {texts.priorities[priority]}
                  </Menu.Item>
                ))}
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
      {problem !== undefined && (
        <p role="alert" className="notice bad conversation-problem">
          {problem}
        </p>
      )}
      <TransferModal
        isOpen={modal === 'transfer'}
        onClose={() => setModal(undefined)}
        conversationId={conversationId}
        skillId={header.skillId}
      />
      <CloseModal
        isOpen={modal === 'close'}
        onClose={() => setModal(undefined)}
        onConfirm={async (withoutSurvey) => {
          setModal(undefined)
          if (await tell(desk.close(conversationId, withoutSurvey))) navigate(place)
        }}
      />
    </header>
  )
}

function Act({ text, keys, onClick }: { text: string; keys?: string; onClick: () => void }) {
  return (
    <Button size="xs" variant="default" onClick={onClick} aria-keyshortcuts={keys} title={keys && `${text} (${keys})`}>
      {text}
    </Button>
  )
}

type CloseModalProps = { isOpen: boolean; onClose: () => void; onConfirm: (withoutSurvey: boolean) => Promise<void> }

function CloseModal({ isOpen, onClose, onConfirm }: CloseModalProps) {
  const texts = useTexts()
  const [withoutSurvey, setWithout] = useState(false)
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={texts.closeQuestion}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      <p className="quiet">{texts.closeHint}</p>
      <Checkbox
        mt="md"
        label={texts.closeWithoutSurvey}
        checked={withoutSurvey}
        onChange={(event) => setWithout(event.currentTarget.checked)}
      />
      <div className="modal-actions">
        <Button variant="default" onClick={onClose}>
          {texts.cancel}
        </Button>
        <Button data-autofocus onClick={() => void onConfirm(withoutSurvey)}>
          {texts.closeConversation}
        </Button>
      </div>
    </Modal>
  )
}

type Possible = { readonly [action: string]: (() => void) | undefined }

function useConversationCommands(may: Possible, texts: Texts): void {
  const titles: { readonly [action: string]: string } = {
    transfer: texts.transferTitle,
    backToQueue: texts.backToQueue,
    takeOver: texts.takeOver,
    join: texts.joinIn,
    readAlong: texts.readAlong,
    leave: texts.leave,
    close: texts.keys.close,
  }
  const possible = Object.keys(titles).filter((action) => may[action] !== undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what can be done changes by name only
  const commands = useMemo<readonly Command[]>(
    () => possible.map((id) => ({ id: `conversation ${id}`, title: titles[id] ?? id, run: () => may[id]?.() })),
    [possible.join(), texts],
  )
  useOfferCommands('conversation', commands)
}

function nameOfHolder(header: ViewHeader, context: ThreadContext): string {
  return header.assignee === undefined ? '' : nameOfAssignee(header.assignee, context)
}

function stateOf(header: ViewHeader, { isMine }: Relation, context: ThreadContext): string {
  const { phase, assignee } = header
  const { texts } = context
  const holder = nameOfHolder(header, context)
  if (phase === 'closed') return texts.isClosed
  if (phase === 'survey') return texts.inSurvey
  if (isMine) return texts.answeredByYou
  if (assignee?.kind === 'queue' && assignee.suggested) {
    return fill(texts.inQueueFor, { skill: holder, name: nameOf(assignee.suggested, context) })
  }
  if (assignee?.kind === 'queue') return fill(texts.inQueueOf, { skill: holder })
  return fill(texts.answeredBy, { name: holder })
}
