import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { usePages } from '../administration/kit/usePages.ts'
import { Link } from '../base/router.tsx'
import { useNow, whenText } from '../base/time.ts'
import { hit } from '../conversations/found.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { visitorName } from './rowWords.ts'

const DAY_MS = 86_400_000

type ClosedRowsProps = {
  days: number
  /** Only what this person answered. */
  agentId: number | undefined
}

/** What was closed lately, under the list; each leads to its transcript (messaging R8.1). */
export function ClosedRows({ days, agentId }: ClosedRowsProps) {
  const texts = useTexts()
  const now = useNow()
  const { home } = useSession()
  const from = useMemo(() => Date.now() - days * DAY_MS, [days])
  const whose = agentId === undefined ? '' : `&agentId=${agentId}`
  const pages = usePages(`${home}/search?phase=closed&from=${from}${whose}`, hit)
  return (
    <section className="closed-rows" aria-label={texts.states.closed}>
      <h2 className="meta">{texts.states.closed}</h2>
      {pages.problem !== undefined && (
        <p role="alert" className="notice bad">
          {problemText(pages.problem, texts)}
        </p>
      )}
      {pages.items.length === 0 && !pages.isLoading && pages.problem === undefined && (
        <p className="quiet">{texts.states.nothingClosed}</p>
      )}
      <ul>
        {pages.items.map(({ conversation: { conversationId, consumerId, lastLine, closedAt, updatedAt } }) => (
          <li key={conversationId}>
            <Link to={`conversations/${encodeURIComponent(conversationId)}`} className="closed-row">
              <span className="row-top">
                <span className="row-name" dir="auto">
                  {visitorName(consumerId, texts)}
                </span>
                <span className="meta">{whenText(closedAt ?? updatedAt, now, texts.locale)}</span>
              </span>
              <span className="row-line" dir="auto">
                {lastLine?.text ?? texts.noWordsYet}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {pages.hasMore && (
        <Button size="xs" variant="default" onClick={pages.more}>
          {texts.showMoreRows}
        </Button>
      )}
    </section>
  )
}
