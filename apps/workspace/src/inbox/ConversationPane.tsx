import type { ConversationId } from '@baton/base'
import { Loader } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useDesk, useDeskPart } from '../desk/DeskProvider.tsx'
import { useSession } from '../session/SessionProvider.tsx'
import { refusalText, useTexts } from '../texts/useTexts.ts'
import { nameIn } from '../words/savedReplies/variables.ts'
import { Composer } from './Composer.tsx'
import { ConversationHeader } from './ConversationHeader.tsx'
import { relationOf } from './relation.ts'
import { visitorName } from './rowWords.ts'
import { SidePanel } from './SidePanel.tsx'
import { Thread } from './Thread.tsx'

type ConversationPaneProps = { place: string; conversationId: string; hasSide: boolean; onSide: () => void }

/** One conversation: its head, its thread, where one writes, and what is known beside it. */
export function ConversationPane({ place, conversationId, hasSide, onSide }: ConversationPaneProps) {
  const texts = useTexts()
  const desk = useDesk()
  const { rights } = useSession()
  const id = conversationId as ConversationId
  const conversation = useDeskPart((state) => state.conversations.get(id))
  const connection = useDeskPart((state) => state.connection)
  const me = useDeskPart((state) => state.agentId)
  const row = useDeskPart((state) =>
    [...state.lists.values()].flatMap(({ rows }) => rows).find((known) => known.conversationId === id),
  )
  const [problem, setProblem] = useState<string>()
  /** Whether it was here before: then it is not missing, somebody else has it. */
  const wasHere = useRef<string>(undefined)
  if (conversation !== undefined) wasHere.current = conversationId
  const isListed = row !== undefined

  // Asked again when it comes into a list: what was passed on may come back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (connection !== 'online' || conversation !== undefined) return
    let isShown = true
    setProblem(undefined)
    void desk.follow(id).then((answer) => {
      if (isShown && !answer.ok && answer.code !== 'offline') setProblem(refusalText(answer, texts))
    })
    return () => {
      isShown = false
    }
  }, [desk, id, connection, conversation, texts, isListed])
  useEffect(() => () => void desk.unfollow(id), [desk, id])

  if (conversation === undefined) {
    return (
      <div className="empty" aria-busy={problem === undefined}>
        {problem === undefined ? (
          <Loader size="sm" aria-label={texts.loading} />
        ) : wasHere.current === conversationId ? (
          <>
            <h2>{texts.conversationPassedOn}</h2>
            <p role="status">{texts.conversationPassedOnHint}</p>
          </>
        ) : (
          <>
            <h2>{texts.conversationGone}</h2>
            <p role="alert">{problem}</p>
          </>
        )}
      </div>
    )
  }
  const { header } = conversation.view
  const relation = relationOf(header, me, rights)
  const consumer =
    row?.consumerName ?? nameIn(header.attributes) ?? visitorName(header.consumerId ?? conversationId, texts)
  return (
    <>
      <section className="conversation" aria-label={texts.conversation}>
        <ConversationHeader
          place={place}
          header={header}
          relation={relation}
          consumer={consumer}
          skillName={row?.skillName}
          hasSide={hasSide}
          onSide={onSide}
        />
        <Thread conversation={conversation} consumer={consumer} />
        <Composer
          conversationId={id}
          relation={relation}
          header={header}
          consumer={consumer}
          skillName={row?.skillName}
        />
      </section>
      {hasSide && (
        <SidePanel conversation={conversation} row={row} consumer={consumer} relation={relation} onClose={onSide} />
      )}
    </>
  )
}
