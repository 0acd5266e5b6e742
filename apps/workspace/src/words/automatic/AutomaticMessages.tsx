import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { useAccount } from '../../administration/account/account.ts'
import { FormScreen, Part } from '../../administration/kit/FormScreen.tsx'
import { Loaded } from '../../administration/kit/Loaded.tsx'
import { languageName } from '../../administration/kit/languageName.ts'
import { allOf, useSkills } from '../../administration/kit/skills.tsx'
import { useForm } from '../../administration/kit/useForm.ts'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { useWordTexts } from '../texts/useWordTexts.ts'
import { type AutomaticKind, KINDS, NAMED_IN } from './kinds.ts'
import { SilenceTime } from './SilenceTime.tsx'
import { checkTimes, isSilence, SILENCES, type Timer, type Times, timerOf, timers, timesAt } from './silences.ts'

const message = z.object({
  kind: z.enum(KINDS),
  entryPointId: z.string().optional(),
  skillId: z.number().optional(),
  language: z.string().optional(),
  text: z.string(),
})
const messages = z.object({ items: z.array(message) })
type Message = z.infer<typeof message>
const entryPoint = z.object({ id: z.string(), name: z.string(), language: z.string() })

/** `''` for everywhere; else `skill:` or `entry:` with the id. */
interface Place {
  readonly scope: string
  readonly language: string
}
type Values = { readonly [kind in AutomaticKind]: string } & {
  readonly times: Times
  /** Of which place they are: the fields of a time begin anew with them, in the unit that fits. */
  readonly at: string
}

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

const scopeOf = ({ skillId, entryPointId }: Message) =>
  skillId !== undefined ? `skill:${skillId}` : entryPointId !== undefined ? `entry:${entryPointId}` : ''

const isAt =
  ({ scope, language }: Place) =>
  (one: Message) =>
    scopeOf(one) === scope && (one.language ?? '') === language

function fieldsOf({ scope, language }: Place) {
  const id = scope.slice(scope.indexOf(':') + 1)
  return {
    ...(scope.startsWith('skill:') && { skillId: Number(id) }),
    ...(scope.startsWith('entry:') && { entryPointId: id }),
    ...(language !== '' && { language }),
  }
}

type MessagesProps = { items: readonly Message[]; times: readonly Timer[]; onChanged: () => void }

function Messages({ items, times, onChanged }: MessagesProps) {
  const texts = useWordTexts()
  const { api, home } = useSession()
  const account = useAccount()
  const entryPoints = useAsked(() => allOf(api, `${home}/entry-points`, entryPoint), [home])
  const skills = useSkills()
  const [place, setPlace] = useState<Place>({ scope: '', language: '' })
  const said = (kind: AutomaticKind, at: Place) => items.filter(isAt(at)).find((one) => one.kind === kind)?.text ?? ''
  // Times are of a skill or of everywhere, whatever the entry point and the language.
  const { skillId } = fieldsOf(place)
  const hasTimes = !place.scope.startsWith('entry:') && place.language === ''
  const initial = {
    ...(Object.fromEntries(KINDS.map((kind) => [kind, said(kind, place)])) as { [kind in AutomaticKind]: string }),
    times: timesAt(times, skillId),
    at: place.scope,
  }
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
  const elsewhere = (kind: AutomaticKind) =>
    [
      { ...place, language: '' },
      { ...place, scope: '' },
      { scope: '', language: '' },
    ]
      .map((at) => said(kind, at))
      .find((text) => text !== '')
  const languages = [
    ...new Set([
      ...(account.data?.languages ?? []),
      ...(entryPoints.data ?? []).map(({ language }) => language),
      ...items.flatMap((one) => one.language ?? []),
    ]),
  ]
  return (
    <FormScreen title={texts.automatic} hint={texts.automaticHint} form={form}>
      <Part title={texts.saidWhere} hint={form.isDirty ? texts.unsaved : texts.saidWhereHint}>
        <Select
          label={texts.saidAt}
          allowDeselect={false}
          disabled={form.isDirty}
          searchable
          data={[
            { value: '', label: texts.everywhere },
            {
              group: texts.skillsOf,
              items: (skills.data ?? []).map(({ id, name }) => ({ value: `skill:${id}`, label: name })),
            },
            {
              group: texts.entryPointsOf,
              items: (entryPoints.data ?? []).map(({ id, name }) => ({ value: `entry:${id}`, label: name })),
            },
          ]}
          value={place.scope}
          onChange={(scope) => setPlace({ ...place, scope: scope ?? '' })}
        />
        <Select
          label={texts.inLanguage}
          allowDeselect={false}
          disabled={form.isDirty}
          data={[
            { value: '', label: texts.everyLanguage },
            ...languages.map((tag) => ({ value: tag, label: languageName(tag, texts.locale) })),
          ]}
          value={place.language}
          onChange={(language) => setPlace({ ...place, language: language ?? '' })}
        />
      </Part>
      {KINDS.map((kind) => (
        <Part key={kind} title={texts.automaticKinds[kind]} hint={texts.automaticWhen[kind]}>
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
          {isSilence(kind) && hasTimes && (
            <SilenceTime
              key={form.values.at}
              kind={kind}
              value={form.values.times[kind]}
              timers={times}
              ofSkill={skillId !== undefined}
              error={form.errorAt(`/times/${kind}`)}
              onChange={(time) => form.set({ times: { ...form.values.times, [kind]: time } })}
            />
          )}
          {form.values[kind] === '' && elsewhere(kind) !== undefined && (
            <p className="meta" dir="auto">
              {fill(texts.automaticElse, { text: elsewhere(kind) ?? '' })}
            </p>
          )}
        </Part>
      ))}
    </FormScreen>
  )
}
