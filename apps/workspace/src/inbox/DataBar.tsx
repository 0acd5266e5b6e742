import type { DeskRow } from '@baton/protocol'
import { useCallback } from 'react'
import { z } from 'zod'
import { useNow } from '../base/time.ts'
import { useDeskPart } from '../desk/DeskProvider.tsx'
import { csat } from '../live/csat.ts'
import { usePolled } from '../live/usePolledPages.ts'
import { useApi, useSession } from '../session/SessionProvider.tsx'
import { useTexts } from '../texts/useTexts.ts'
import { isAnsweredBy } from './rowStates.ts'
import { waitingOf } from './rowWords.ts'

const NONE: readonly DeskRow[] = []
const own = z.object({ csat })
const CSAT_EVERY_MS = 60_000

/** How one's own work stands, in numbers (messaging R8.2). Overdue and soon overdue are counted among the rows that are shown. */
export function DataBar() {
  const texts = useTexts()
  const now = useNow()
  const me = useDeskPart((state) => state.agentId)
  const served = useOwnCsat()
  const listed = useDeskPart((state) => state.lists.get('mine'))
  const mine = (listed?.rows ?? NONE).filter((row) => isAnsweredBy(row, me))
  const waiting = useDeskPart((state) => state.lists.get('queue')?.total ?? 0)
  const states = mine.map((row) => waitingOf(row, now, texts).state)
  const count = (wanted: (typeof states)[number]) => states.filter((state) => state === wanted).length
  const facts = [
    { title: texts.dataBar.open, value: mine.length, tone: '' },
    { title: texts.dataBar.soon, value: count('soon'), tone: 'waiting' },
    { title: texts.dataBar.overdue, value: count('overdue'), tone: 'bad' },
    { title: texts.dataBar.queue, value: waiting, tone: '' },
  ]
  const shown = new Intl.NumberFormat(texts.locale)
  const percent = new Intl.NumberFormat(texts.locale, { style: 'percent', maximumFractionDigits: 0 })
  return (
    <dl className="data-bar" aria-label={texts.dataBar.title}>
      {facts.map(({ title, value, tone }) => (
        <div key={title} className={value > 0 ? tone : ''}>
          <dt>{title}</dt>
          <dd className="tabular">{shown.format(value)}</dd>
        </div>
      ))}
      <div>
        <dt>{texts.dataBar.csat}</dt>
        <dd className="tabular">{served === undefined ? '–' : percent.format(served.percent / 100)}</dd>
      </div>
    </dl>
  )
}

/** Of the last hours; absent: nobody answered. */
function useOwnCsat(): z.infer<typeof csat> {
  const api = useApi()
  const { home } = useSession()
  const ask = useCallback(() => api.get(`${home}/live/me`, own), [api, home])
  return usePolled(ask, CSAT_EVERY_MS).data?.csat
}
