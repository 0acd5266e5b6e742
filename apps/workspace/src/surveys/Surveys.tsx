import '../administration/admin.css'
import './surveys.css'
import { NativeSelect } from '@mantine/core'
import { useMemo, useState } from 'react'
import { z } from 'zod'
import { ListFoot } from '../administration/kit/ListScreen.tsx'
import { Loaded } from '../administration/kit/Loaded.tsx'
import { useSkills } from '../administration/kit/skills.tsx'
import { usePages } from '../administration/kit/usePages.ts'
import { Link } from '../base/router.tsx'
import { momentText } from '../base/time.ts'
import { useAsked } from '../base/useAsked.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { fill, fillCounted } from '../texts/catalogue.ts'
import { type SurveyTexts, useSurveyTexts } from './texts.ts'

const measured = z.object({
  measures: z.string(),
  answers: z.number(),
  skipped: z.number(),
  counts: z.array(z.object({ number: z.number(), count: z.number() })),
  mean: z.number().optional(),
  score: z.number().optional(),
})
const answer = z.object({
  conversationId: z.string(),
  seq: z.number(),
  at: z.number(),
  measures: z.string(),
  number: z.number().optional(),
  skipped: z.literal(true).optional(),
  question: z.string().optional(),
  answer: z.string().optional(),
})
type Measured = z.infer<typeof measured>
type Answer = z.infer<typeof answer>

const DAY_MS = 86_400_000
const PERIODS = ['7', '30', '90', '365'] as const
const ORDER = ['fcr', 'csat', 'nps']

/** What was answered afterwards: the three numbers that everybody knows, and the newest answers (dialogs R2.29). */
export default function Surveys() {
  const texts = useSurveyTexts()
  const { api, home } = useSession()
  const skills = useSkills().data ?? []
  const [days, setDays] = useState<string>('30')
  const [skillId, setSkill] = useState('')
  // From a fixed moment on, so that the pages of one list belong together.
  const from = useMemo(() => Date.now() - Number(days) * DAY_MS, [days])
  const query = `from=${from}${skillId === '' ? '' : `&skillId=${skillId}`}`
  const summary = useAsked(() => api.get(`${home}/surveys/summary?${query}`, z.array(measured)), [home, query])
  return (
    <div className="admin">
      <div className="admin-head">
        <h1>{texts.surveys}</h1>
        <p className="quiet">{texts.hint}</p>
      </div>
      <div className="survey-filter">
        <NativeSelect
          label={texts.period}
          value={days}
          data={PERIODS.map((value) => ({ value, label: texts.periods[value] ?? value }))}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <NativeSelect
          label={texts.skill}
          value={skillId}
          data={[
            { value: '', label: texts.everySkill },
            ...skills.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          onChange={(event) => setSkill(event.currentTarget.value)}
        />
      </div>
      <Loaded asked={summary}>{(found) => (found.length === 0 ? <Nothing /> : <Measures of={found} />)}</Loaded>
      <Newest key={query} path={`${home}/surveys/answers?${query}`} />
    </div>
  )
}

function Nothing() {
  const texts = useSurveyTexts()
  return (
    <div className="empty">
      <h2>{texts.none}</h2>
      <p>{texts.noneHint}</p>
    </div>
  )
}

function Measures({ of }: { of: readonly Measured[] }) {
  const rank = ({ measures }: Measured) => (ORDER.includes(measures) ? ORDER.indexOf(measures) : ORDER.length)
  return (
    <div className="survey-measures">
      {of
        .toSorted((a, b) => rank(a) - rank(b) || a.measures.localeCompare(b.measures))
        .map((one) => (
          <Measure key={one.measures} of={one} />
        ))}
    </div>
  )
}

function Measure({ of: { measures, answers, skipped, counts, mean, score } }: { of: Measured }) {
  const texts = useSurveyTexts()
  const number = new Intl.NumberFormat(texts.locale, { maximumFractionDigits: 1 })
  const most = Math.max(1, ...counts.map(({ count }) => count))
  const name = texts.measures[measures] ?? measures
  const facts = [
    fillCounted(texts.answers, answers, texts.locale),
    ...(skipped > 0 ? [fillCounted(texts.skipped, skipped, texts.locale)] : []),
    ...(mean !== undefined && measures !== 'fcr' ? [fill(texts.mean, { mean: number.format(mean) })] : []),
  ]
  return (
    <section className="survey-measure" aria-label={name}>
      <h2 dir="auto">{name}</h2>
      {score !== undefined && (
        <p>
          <strong className="survey-score tabular">
            {number.format(score)}
            {measures !== 'nps' && ' %'}
          </strong>{' '}
          <span className="quiet">{texts.scores[measures]}</span>
        </p>
      )}
      <p className="meta">{facts.join(' · ')}</p>
      {counts.length > 0 && (
        <table className="survey-spread">
          <caption className="for-readers">{texts.spread}</caption>
          <thead className="for-readers">
            <tr>
              <th scope="col">{texts.given}</th>
              <th scope="col">{texts.times}</th>
            </tr>
          </thead>
          <tbody>
            {counts.map(({ number: given, count }) => (
              <tr key={given}>
                <th scope="row" className="tabular">
                  {measures === 'fcr' && given <= 1 ? (given === 1 ? texts.yes : texts.no) : number.format(given)}
                </th>
                <td>
                  <span className="survey-bar" style={{ inlineSize: `${(70 * count) / most}%` }} />
                  <span className="tabular">{number.format(count)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Newest({ path }: { path: string }) {
  const texts = useSurveyTexts()
  const pages = usePages(path, answer)
  if (pages.items.length === 0 && !pages.isLoading && pages.problem === undefined) return null
  return (
    <section className="survey-newest" aria-label={texts.newest}>
      <h2>{texts.newest}</h2>
      <table className="admin-table" aria-label={texts.newest}>
        <thead>
          <tr>
            <th scope="col">{texts.question}</th>
            <th scope="col">{texts.answer}</th>
            <th scope="col" className="minor">
              {texts.when}
            </th>
            <th scope="col">{texts.conversation}</th>
          </tr>
        </thead>
        <tbody>
          {pages.items.map((one) => (
            <tr key={`${one.conversationId} ${one.seq}`}>
              <td dir="auto">{one.question ?? texts.measures[one.measures] ?? one.measures}</td>
              <td dir="auto">{answerText(one, texts)}</td>
              <td className="minor">{momentText(one.at, texts.locale)}</td>
              <td>
                <Link to={`conversations/${encodeURIComponent(one.conversationId)}`}>{texts.show}</Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ListFoot pages={pages} />
    </section>
  )
}

function answerText({ measures, answer: words, number, skipped }: Answer, texts: SurveyTexts): string {
  if (skipped) return texts.didNotSay
  if (measures === 'fcr' && (number === 0 || number === 1)) return number === 1 ? texts.yes : texts.no
  return words ?? (number === undefined ? texts.erased : String(number))
}
