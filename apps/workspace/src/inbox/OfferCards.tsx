import type { OfferFrame } from '@baton/protocol'
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { navigate } from '../base/router.tsx'
import { useNow } from '../base/time.ts'
import { useDesk, useDeskPart } from '../desk/DeskProvider.tsx'
import { KeyHint } from '../shell/KeyHint.tsx'
import { fill, fillCounted } from '../texts/catalogue.ts'
import { refusalText, useTexts } from '../texts/useTexts.ts'
import { reasonText } from './reasonText.ts'
import { consumerNameOf, lastLineOf } from './rowWords.ts'

/** How long it is said why an offer has gone, in milliseconds. */
const SAID_FOR_MS = 6_000

/** What is offered to this agent, on top of whichever list; and why an offer is gone, when it was not by their own hand. */
export function OfferCards() {
  const texts = useTexts()
  const offers = useDeskPart((state) => state.offers)
  const agentId = useDeskPart((state) => state.agentId)
  const over = useDeskPart((state) => state.offersOver.at(-1))
  const [said, setSaid] = useState<string>()

  useEffect(() => {
    if (over === undefined || over.why === 'rejected') return
    const isMine = over.by?.kind === 'agent' && over.by.id === agentId
    if (isMine) return
    const by = over.by !== undefined && 'name' in over.by ? over.by.name : texts.somebody
    setSaid(fill(texts.offerGone[over.why], { by }))
    const timer = setTimeout(() => setSaid(undefined), SAID_FOR_MS)
    return () => clearTimeout(timer)
  }, [over, agentId, texts])
  return (
    <>
      <section className="offers" aria-label={texts.offers}>
        {offers.map((offer, index) => (
          <OfferCard key={offer.conversationId} offer={offer} isFirst={index === 0} />
        ))}
      </section>
      <p role="status" className={said === undefined ? 'for-readers' : 'notice list-note'}>
        {said}
      </p>
    </>
  )
}

function OfferCard({ offer, isFirst }: { offer: OfferFrame; isFirst: boolean }) {
  const texts = useTexts()
  const desk = useDesk()
  const now = useNow('second')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const { row, until, explanation, conversationId } = offer
  const name = consumerNameOf(row, texts)
  const left = Math.max(Math.ceil((until - now) / 1_000), 0)

  const answer = async (how: 'accept' | 'reject') => {
    setBusy(true)
    const told = await desk[how](conversationId)
    setBusy(false)
    if (!told.ok) setProblem(refusalText(told, texts))
    else if (how === 'accept') navigate(`inbox/${encodeURIComponent(conversationId)}`)
  }
  return (
    <article className="offer" aria-label={fill(texts.offer, { name })}>
      <p className="for-readers" role="alert">
        {fill(texts.offer, { name })}. {lastLineOf(row, texts)}
      </p>
      <div className="row-top">
        <strong className="row-name" dir="auto">
          {name}
        </strong>
        <span className="meta tabular" role="timer" aria-label={fillCounted(texts.secondsLeft, left, texts.locale)}>
          {left} s
        </span>
      </div>
      <p className="meta">{fill(texts.offerFor, { skill: row.skillName })}</p>
      <p className="offer-line" dir="auto">
        {lastLineOf(row, texts)}
      </p>
      {explanation !== '' && <p className="meta offer-why">{reasonText(explanation, texts)}</p>}
      {problem !== undefined && (
        <p role="alert" className="notice bad">
          {problem}
        </p>
      )}
      <div className="offer-actions">
        <Button
          size="xs"
          loading={isBusy}
          onClick={() => void answer('accept')}
          aria-keyshortcuts={isFirst ? 'A' : undefined}
        >
          {texts.accept}
          {isFirst && <KeyHint of="A" />}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={isBusy}
          onClick={() => void answer('reject')}
          aria-keyshortcuts={isFirst ? 'R' : undefined}
        >
          {texts.reject}
          {isFirst && <KeyHint of="R" />}
        </Button>
      </div>
    </article>
  )
}
