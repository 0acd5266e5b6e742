import { z } from 'zod'
import { spanText, useNow } from '../base/time.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { fill } from '../texts/catalogue.ts'
import { csat } from './csat.ts'
import { PersonStatus } from './PersonStatus.tsx'
import { Csat, Nothing, Scrolled } from './parts.tsx'
import { useLiveTexts } from './texts/useLiveTexts.ts'

const STATUSES = ['online', 'busy', 'away', 'offline'] as const
export const person = z.object({
  id: z.number(),
  fullName: z.string(),
  status: z.enum(STATUSES),
  reason: z.string().optional(),
  since: z.number().optional(),
  load: z.number(),
  capacity: z.number(),
  held: z.number(),
  setBy: z.string().optional(),
  csat,
})
type Person = z.infer<typeof person>

/** Who is there, and how busy; whoever directs the work says how somebody is. */
export function People({ people: all, onChanged }: { people: readonly Person[]; onChanged: () => void }) {
  const { rights, person: me } = useSession()
  const mayDirect = rights.includes('direct')
  const texts = useLiveTexts()
  const now = useNow()
  const percent = new Intl.NumberFormat(texts.locale, { style: 'percent', maximumFractionDigits: 0 })
  if (all.length === 0) return <Nothing title={texts.emptyPeople} hint={texts.emptyPeopleHint} />
  const order = (status: Person['status']) => STATUSES.indexOf(status)
  return (
    <Scrolled name={texts.people}>
      <table className="admin-table" aria-label={texts.people}>
        <thead>
          <tr>
            <th scope="col">{texts.name}</th>
            <th scope="col">{texts.status}</th>
            <th scope="col">{texts.load}</th>
            <th scope="col">{texts.held}</th>
            <th scope="col">
              {texts.csat} <span className="meta block">{texts.lastHours}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {all
            .toSorted((a, b) => order(a.status) - order(b.status) || b.load - a.load || a.id - b.id)
            .map(({ id, fullName, status, reason, since, setBy, load, capacity, held, csat: served }) => (
              <tr key={id}>
                <th scope="row" dir="auto">
                  {fullName}
                </th>
                <td>
                  {mayDirect && status !== 'offline' && id !== me.id ? (
                    <PersonStatus id={id} name={fullName} status={status} onChanged={onChanged} />
                  ) : (
                    <>
                      <span className={`dot ${status}`} /> {texts.statusOf[status]}
                    </>
                  )}
                  {since !== undefined && (
                    <span className="meta block tabular">
                      {fill(texts.forSpan, { span: spanText(Math.max(0, now - since), texts.locale) })}
                    </span>
                  )}
                  {setBy !== undefined && (
                    <span className="meta block" dir="auto">
                      {fill(texts.setBy, { name: setBy })}
                    </span>
                  )}
                  {reason !== undefined && (
                    <span className="meta block" dir="auto">
                      {reason}
                    </span>
                  )}
                </td>
                <td className="tabular">
                  <meter
                    min={0}
                    max={1}
                    value={capacity === 0 ? 0 : Math.min(1, load / capacity)}
                    aria-label={texts.load}
                    className="live-load"
                  />
                  <span className="meta block">
                    {fill(texts.loadOf, { percent: percent.format(capacity === 0 ? 0 : load / capacity), capacity })}
                  </span>
                </td>
                <td className="tabular">{held}</td>
                <td className="tabular">
                  <Csat of={served} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </Scrolled>
  )
}
