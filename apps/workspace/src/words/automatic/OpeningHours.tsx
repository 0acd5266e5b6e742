import './hours.css'
import { Autocomplete, Button, Select, Switch } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { FormScreen, Part } from '../../administration/kit/FormScreen.tsx'
import { Loaded } from '../../administration/kit/Loaded.tsx'
import { allOf, useSkills } from '../../administration/kit/skills.tsx'
import { type Form, useForm } from '../../administration/kit/useForm.ts'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Icon } from '../../shell/Icon.tsx'
import { fill } from '../../texts/catalogue.ts'
import { useWordTexts } from '../texts/useWordTexts.ts'
import { checkHours, type HoursValues, meantEnd, newHours, type Span, scoped, shownEnd, weekdays } from './hours.ts'

type Scoped = z.infer<typeof scoped>['items']
const entryPoint = z.object({ id: z.string(), name: z.string() })
const ACCOUNT = 'account'

/** When people are there: for the account, for a skill, for an entry point. */
export default function OpeningHours() {
  const { api, home } = useSession()
  const asked = useAsked(() => api.get(`${home}/opening-hours`, scoped), [home])
  return <Loaded asked={asked}>{({ items }) => <Hours items={items} onChanged={asked.again} />}</Loaded>
}

function scopeOf(place: string) {
  const [kind, ...id] = place.split(':')
  if (kind === 'skill') return { scope: 'skill', skillId: Number(id[0]) } as const
  if (kind === 'entryPoint') return { scope: 'entryPoint', entryPointId: id.join(':') } as const
  return { scope: 'account' } as const
}

const placeOf = ({ scope, skillId, entryPointId }: Scoped[number]): string =>
  scope === 'account' ? ACCOUNT : `${scope}:${skillId ?? entryPointId}`

function Hours({ items, onChanged }: { items: Scoped; onChanged: () => void }) {
  const texts = useWordTexts()
  const { api, home } = useSession()
  const skills = useSkills()
  const entryPoints = useAsked(() => allOf(api, `${home}/entry-points`, entryPoint), [home])
  const [place, setPlace] = useState(ACCOUNT)
  const known = items.find((one) => placeOf(one) === place)?.hours
  const form = useForm<HoursValues>({
    initial: { isSet: known !== undefined, ...(known ?? EMPTY) },
    check: (values) => checkHours(values, texts),
    async save({ isSet, ...hours }) {
      await api.put(`${home}/opening-hours`, { ...scopeOf(place), hours: isSet ? hours : null }, scoped)
      onChanged()
    },
  })
  const { values, set } = form
  return (
    <FormScreen title={texts.hours} hint={texts.hoursHint} form={form}>
      <Part title={texts.hoursOf} hint={form.isDirty ? texts.unsaved : texts.ownHoursHint}>
        <Select
          label={texts.hoursOf}
          allowDeselect={false}
          disabled={form.isDirty}
          data={[
            { value: ACCOUNT, label: texts.hoursOfAccount },
            ...(skills.data ?? []).map(({ id, name }) => ({
              value: `skill:${id}`,
              label: fill(texts.hoursOfSkill, { name }),
            })),
            ...(entryPoints.data ?? []).map(({ id, name }) => ({
              value: `entryPoint:${id}`,
              label: fill(texts.hoursOfEntryPoint, { name }),
            })),
          ]}
          value={place}
          onChange={(chosen) => setPlace(chosen ?? ACCOUNT)}
        />
        <Switch
          label={texts.ownHours}
          checked={values.isSet}
          onChange={(event) => set(event.currentTarget.checked ? { ...newHours(), isSet: true } : { isSet: false })}
        />
        {!values.isSet && place === ACCOUNT && <p className="quiet">{texts.alwaysOpen}</p>}
      </Part>
      {values.isSet && <HoursFields form={form} />}
    </FormScreen>
  )
}

const EMPTY = { timeZone: 'UTC', week: [], special: [] }
const zones = Intl.supportedValuesOf('timeZone')

function HoursFields({ form: { values, set, errorAt } }: { form: Form<HoursValues> }) {
  const texts = useWordTexts()
  const { timeZone, week, special } = values
  return (
    <>
      <Part title={texts.timeZone}>
        <Autocomplete
          label={texts.timeZone}
          data={zones}
          limit={50}
          value={timeZone}
          error={errorAt('/hours/timeZone')}
          onChange={(zone) => set({ timeZone: zone })}
        />
      </Part>
      <Part title={texts.week}>
        {weekdays(texts.locale).map((day, index) => (
          <Spans
            key={day}
            day={day}
            spans={week[index] ?? []}
            error={errorAt(`/hours/week/${index}`)}
            onChange={(spans) => set({ week: week.with(index, [...spans]) })}
          />
        ))}
      </Part>
      <Part title={texts.specialDays} hint={texts.specialDaysHint}>
        {special.map(({ date, spans }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; its date changes with every key
          <div className="hours-special" key={index}>
            <label className="hours-date">
              <span className="meta">{texts.date}</span>
              <input
                type="date"
                value={date}
                onChange={(event) => set({ special: special.with(index, { date: event.currentTarget.value, spans }) })}
              />
            </label>
            <Spans
              day={date}
              spans={spans}
              error={errorAt(`/hours/special/${index}`)}
              onChange={(changed) => set({ special: special.with(index, { date, spans: [...changed] }) })}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={fill(texts.removeDay, { date })}
              onClick={() => set({ special: special.toSpliced(index, 1) })}
            >
              <Icon of="close" size={16} />
            </button>
          </div>
        ))}
        <div>
          <Button variant="default" size="xs" onClick={() => set({ special: [...special, { date: '', spans: [] }] })}>
            {texts.addDay}
          </Button>
        </div>
      </Part>
    </>
  )
}

type SpansProps = {
  day: string
  spans: readonly Span[]
  error: string | undefined
  onChange: (spans: readonly Span[]) => void
}

/** The hours of one day: none, one span, or several. */
function Spans({ day, spans, error, onChange }: SpansProps) {
  const texts = useWordTexts()
  return (
    <fieldset className="hours-day">
      <legend>{day}</legend>
      {spans.length === 0 && <span className="quiet">{texts.closedDay}</span>}
      {spans.map(({ from, to }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place; its times change with every key
        <span className="hours-span" key={index}>
          <input
            type="time"
            aria-label={`${day}: ${texts.from}`}
            aria-invalid={error !== undefined}
            value={from}
            onChange={(event) => onChange(spans.with(index, { from: event.currentTarget.value, to }))}
          />
          –
          <input
            type="time"
            aria-label={`${day}: ${texts.to}`}
            aria-invalid={error !== undefined}
            value={shownEnd(to)}
            onChange={(event) => onChange(spans.with(index, { from, to: meantEnd(event.currentTarget.value) }))}
          />
          <button
            type="button"
            className="icon-button"
            aria-label={fill(texts.removeSpan, { span: `${from}–${shownEnd(to)}`, day })}
            onClick={() => onChange(spans.toSpliced(index, 1))}
          >
            <Icon of="close" size={14} />
          </button>
        </span>
      ))}
      <button
        type="button"
        className="hours-add"
        aria-label={fill(texts.addSpan, { day })}
        title={fill(texts.addSpan, { day })}
        onClick={() =>
          onChange([...spans, { from: spans.at(-1)?.to ?? '09:00', to: spans.length === 0 ? '17:00' : '24:00' }])
        }
      >
        +
      </button>
      {error !== undefined && (
        <span className="hours-error" role="alert">
          {error}
        </span>
      )}
    </fieldset>
  )
}
