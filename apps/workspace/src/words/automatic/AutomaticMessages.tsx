import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { FormScreen, Part } from '../../administration/kit/FormScreen.tsx'
import { Loaded } from '../../administration/kit/Loaded.tsx'
import { type Form, useForm } from '../../administration/kit/useForm.ts'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { useWordTexts } from '../texts/useWordTexts.ts'
import { type AutomaticKind, KINDS, NAMED_IN } from './kinds.ts'
import {
  fieldsOf,
  hasTimes,
  type Message,
  messages,
  type Place,
  saidElsewhere,
  type Values,
  valuesAt,
} from './places.ts'
import { SilenceTime } from './SilenceTime.tsx'
import { checkTimes, isSilence, SILENCES, type Timer, timerOf, timers } from './silences.ts'
import { WhereSaid } from './WhereSaid.tsx'

/** What the brand says by itself, for each entry point or skill, and language. */
export default function AutomaticMessages() {
  const { api, home } = useSession()
  const asked = useAsked(async () => {
    const [said, times] = await Promise.all([
      api.get(`${home}/automatic-messages`, messages),
      api.get(`${home}/automatic-timers`, timers),
    ])
    return { items: said.items, times: times.items }
  }, [home])
  return <Loaded asked={asked}>{(known) => <Messages {...known} onChanged={asked.again} />}</Loaded>
}

interface Known {
  readonly items: readonly Message[]
  readonly times: readonly Timer[]
}

function Messages({ items, times, onChanged }: Known & { onChanged: () => void }) {
  const texts = useWordTexts()
  const { api, home } = useSession()
  const [place, setPlace] = useState<Place>({ scope: '', language: '' })
  const { skillId } = fieldsOf(place)
  const initial = valuesAt(items, times, place)
  const form = useForm<Values>({
    initial,
    check: (values) => checkTimes(values.times, texts),
    async save(values) {
      for (const kind of SILENCES) {
        const timer = timerOf(values.times[kind])
        if (JSON.stringify(timer) === JSON.stringify(timerOf(initial.times[kind]))) continue
        await api.put(`${home}/automatic-timers`, { kind, timer, ...(skillId !== undefined && { skillId }) }, timers)
      }
      for (const kind of KINDS) {
        if (values[kind].trim() === initial[kind]) continue
        const text = values[kind].trim() || null
        await api.put(`${home}/automatic-messages`, { kind, ...fieldsOf(place), text }, messages)
      }
      onChanged()
    },
  })
  return (
    <FormScreen title={texts.automatic} hint={texts.automaticHint} form={form}>
      <WhereSaid items={items} place={place} isDirty={form.isDirty} onPlace={setPlace} />
      {KINDS.map((kind) => (
        <Words key={kind} kind={kind} place={place} known={{ items, times }} form={form} />
      ))}
    </FormScreen>
  )
}

type WordsProps = { kind: AutomaticKind; place: Place; known: Known; form: Form<Values> }

/** The words for one occasion; of a silence, after how long too. */
function Words({ kind, place, known: { items, times }, form }: WordsProps) {
  const texts = useWordTexts()
  const elsewhere = form.values[kind] === '' ? saidElsewhere(items, kind, place) : undefined
  return (
    <Part title={texts.automaticKinds[kind]} hint={texts.automaticWhen[kind]}>
      <Textarea
        label={texts.text}
        aria-label={`${texts.text}: ${texts.automaticKinds[kind]}`}
        description={NAMED_IN[kind].map((name) => texts.variables[name]).join(' ')}
        autosize
        minRows={2}
        maxRows={8}
        dir="auto"
        maxLength={2_000}
        value={form.values[kind]}
        error={form.errorAt('/text')}
        onChange={(event) => form.set({ [kind]: event.currentTarget.value })}
      />
      {isSilence(kind) && hasTimes(place) && (
        <SilenceTime
          key={form.values.at}
          kind={kind}
          value={form.values.times[kind]}
          timers={times}
          ofSkill={fieldsOf(place).skillId !== undefined}
          error={form.errorAt(`/times/${kind}`)}
          onChange={(time) => form.set({ times: { ...form.values.times, [kind]: time } })}
        />
      )}
      {elsewhere !== undefined && (
        <p className="meta" dir="auto">
          {fill(texts.automaticElse, { text: elsewhere })}
        </p>
      )}
    </Part>
  )
}
