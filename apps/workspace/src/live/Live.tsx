import '../administration/admin.css'
import './live.css'
import { Loader } from '@mantine/core'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { spanText } from '../base/time.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { fill } from '../texts/catalogue.ts'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { csat, csatText } from './csat.ts'
import { People, person } from './People.tsx'
import { Csat, Nothing, Scrolled } from './parts.tsx'
import type { LiveTexts } from './texts/en.ts'
import { useLiveTexts } from './texts/useLiveTexts.ts'
import { type Polled, useAllPages, usePolled } from './usePolledPages.ts'

const queue = z.object({
  csat,
  skillId: z.number(),
  skillName: z.string(),
  inQueue: z.number(),
  actionable: z.number(),
  onlineAgents: z.number(),
  freeSlots: z.number(),
  avgWaitMs: z.number().optional(),
  maxWaitMs: z.number().optional(),
  median: z.number().optional(),
  ninetieth: z.number().optional(),
  estimatedWait: z.number(),
})
const numbers = z.object({
  open: z.number(),
  overdue: z.number(),
  soon: z.number(),
  inQueue: z.number(),
  actionable: z.number(),
  csat,
  queues: z.array(queue),
  next: z.number().optional(),
})
const people = z.object({ items: z.array(person), next: z.number().optional() })
type Queue = z.infer<typeof queue>

/** How the work stands right now: in numbers, by queue, by person (messaging R4.21, R8.2, R8.9). */
export default function Live() {
  const texts = useLiveTexts()
  const { home } = useSession()
  const told = usePolled(useAllPages(`${home}/live`, numbers))
  const there = usePolled(useAllPages(`${home}/live/people`, people))
  const [first] = told.data ?? []
  return (
    <div className="admin live">
      <div className="admin-head">
        <h1>{texts.live}</h1>
        <p className="quiet">{texts.hint}</p>
      </div>
      {first && <Numbers of={first} />}
      <Section title={texts.queues} hint={texts.queuesHint} polled={told}>
        <Queues queues={(told.data ?? []).flatMap(({ queues }) => queues)} />
      </Section>
      <Section title={texts.people} hint={texts.peopleHint} polled={there}>
        <People people={(there.data ?? []).flatMap(({ items }) => items)} onChanged={there.again} />
      </Section>
    </div>
  )
}

function Numbers({ of }: { of: z.infer<typeof numbers> }) {
  const texts = useLiveTexts()
  const shown = new Intl.NumberFormat(texts.locale)
  const facts = [
    { title: texts.open, value: of.open, tone: '' },
    { title: texts.overdue, value: of.overdue, tone: 'bad' },
    { title: texts.soon, value: of.soon, tone: 'waiting' },
    { title: texts.inQueue, value: of.inQueue, tone: '' },
    { title: texts.actionable, value: of.actionable, tone: 'waiting' },
  ]
  const served = csatText(of.csat, texts)
  return (
    <dl className="live-numbers" aria-label={texts.numbers}>
      {facts.map(({ title, value, tone }) => (
        <div key={title} className={value > 0 ? tone : ''}>
          <dt>{title}</dt>
          <dd className="tabular">{shown.format(value)}</dd>
        </div>
      ))}
      <div>
        <dt>
          {texts.csat} <span className="meta block">{texts.lastHours}</span>
        </dt>
        <dd className="tabular">{served.percent}</dd>
        {served.of !== undefined && <dd className="meta tabular live-of">{served.of}</dd>}
      </div>
    </dl>
  )
}

type SectionProps = { title: string; hint: string; polled: Polled<unknown>; children: ReactNode }

/** What was told last stays while the server cannot be asked. */
function Section({ title, hint, polled, children }: SectionProps) {
  const shell = useTexts()
  return (
    <div className="live-section">
      <h2>{title}</h2>
      <p className="quiet">{hint}</p>
      {polled.problem !== undefined && (
        <p role="alert" className="notice bad">
          {problemText(polled.problem, shell)}
        </p>
      )}
      {polled.data === undefined && polled.problem === undefined && (
        <div aria-busy="true">
          <Loader size="sm" role="status" aria-label={shell.loading} />
        </div>
      )}
      {polled.data !== undefined && children}
    </div>
  )
}

function Queues({ queues }: { queues: readonly Queue[] }) {
  const texts = useLiveTexts()
  const span = (ms: number | undefined) => (ms === undefined ? texts.none : spanText(ms, texts.locale))
  if (queues.length === 0) return <Nothing title={texts.emptyQueues} hint={texts.emptyQueuesHint} />
  return (
    <Scrolled name={texts.queues}>
      <table className="admin-table" aria-label={texts.queues}>
        <thead>
          <tr>
            <th scope="col">{texts.skill}</th>
            <th scope="col">{texts.waiting}</th>
            <th scope="col">{texts.longest}</th>
            <th scope="col" className="minor">
              {texts.average}
            </th>
            <th scope="col">{texts.online}</th>
            <th scope="col">{texts.free}</th>
            <th scope="col">{texts.estimate}</th>
            <th scope="col" className="minor">
              {texts.median} <span className="meta block">{texts.lastDay}</span>
            </th>
            <th scope="col" className="minor">
              {texts.ninetieth} <span className="meta block">{texts.lastDay}</span>
            </th>
            <th scope="col">
              {texts.csat} <span className="meta block">{texts.lastHours}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {queues.map((one) => (
            <tr key={one.skillId} className={one.inQueue > 0 && one.onlineAgents === 0 ? 'live-bad' : undefined}>
              <th scope="row" dir="auto">
                {one.skillName}
              </th>
              <td className="tabular">
                {one.inQueue}
                {one.actionable < one.inQueue && (
                  <span className="meta block">{fill(texts.ofThemActionable, { count: one.actionable })}</span>
                )}
              </td>
              <td className="tabular">{span(one.maxWaitMs)}</td>
              <td className="tabular minor">{span(one.avgWaitMs)}</td>
              <td className="tabular">{one.onlineAgents}</td>
              <td className="tabular">{one.freeSlots}</td>
              <td>{estimateText(one.estimatedWait, texts)}</td>
              <td className="tabular minor">{span(one.median)}</td>
              <td className="tabular minor">{span(one.ninetieth)}</td>
              <td className="tabular">
                <Csat of={one.csat} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}

/** @param seconds or one of the codes of messaging R4.21 */
function estimateText(seconds: number, texts: LiveTexts): string {
  if (seconds === -1) return texts.estimates.nobody
  if (seconds === -2) return texts.estimates.unknown
  return seconds === 0 ? texts.estimates.free : fill(texts.about, { span: spanText(seconds * 1_000, texts.locale) })
}
