import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { useAccount } from '../../administration/account/account.ts'
import { FormScreen, Part } from '../../administration/kit/FormScreen.tsx'
import { Loaded } from '../../administration/kit/Loaded.tsx'
import { languageName } from '../../administration/kit/languageName.ts'
import { allOf } from '../../administration/kit/skills.tsx'
import { useForm } from '../../administration/kit/useForm.ts'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { useWordTexts } from '../texts/useWordTexts.ts'

const KINDS = ['welcome', 'queued', 'nobodyHere', 'closed', 'surveyExpired'] as const
type Kind = (typeof KINDS)[number]
const message = z.object({
  kind: z.enum(KINDS),
  entryPointId: z.string().optional(),
  language: z.string().optional(),
  text: z.string(),
})
const messages = z.object({ items: z.array(message) })
type Message = z.infer<typeof message>
const entryPoint = z.object({ id: z.string(), name: z.string(), language: z.string() })

interface Place {
  readonly entryPointId: string
  readonly language: string
}
type Values = { readonly [kind in Kind]: string }

/** Which variables a text of each kind may name. */
const NAMES: { readonly [kind in Kind]: readonly ('brand' | 'position' | 'minutes' | 'opensAt')[] } = {
  welcome: ['brand'],
  queued: ['brand', 'position', 'minutes'],
  nobodyHere: ['brand', 'position'],
  closed: ['brand', 'opensAt'],
  surveyExpired: ['brand'],
}

/** What the brand says by itself, for each entry point and language. */
export default function AutomaticMessages() {
  const { api, home } = useSession()
  const asked = useAsked(() => api.get(`${home}/automatic-messages`, messages), [home])
  return <Loaded asked={asked}>{({ items }) => <Messages items={items} onChanged={asked.again} />}</Loaded>
}

const isAt = ({ entryPointId, language }: Place) => {
  return (one: Message) => (one.entryPointId ?? '') === entryPointId && (one.language ?? '') === language
}

function Messages({ items, onChanged }: { items: readonly Message[]; onChanged: () => void }) {
  const texts = useWordTexts()
  const { api, home } = useSession()
  const account = useAccount()
  const entryPoints = useAsked(() => allOf(api, `${home}/entry-points`, entryPoint), [home])
  const [place, setPlace] = useState<Place>({ entryPointId: '', language: '' })
  const said = (kind: Kind, at: Place) => items.filter(isAt(at)).find((one) => one.kind === kind)?.text ?? ''
  const initial: Values = {
    welcome: said('welcome', place),
    queued: said('queued', place),
    nobodyHere: said('nobodyHere', place),
    closed: said('closed', place),
    surveyExpired: said('surveyExpired', place),
  }
  const form = useForm<Values>({
    initial,
    async save(values) {
      for (const kind of KINDS) {
        if (values[kind].trim() === initial[kind]) continue
        const { entryPointId, language } = place
        const where = { ...(entryPointId !== '' && { entryPointId }), ...(language !== '' && { language }) }
        await api.put(`${home}/automatic-messages`, { kind, ...where, text: values[kind].trim() || null }, messages)
      }
      onChanged()
    },
  })
  const elsewhere = (kind: Kind) =>
    [
      { ...place, language: '' },
      { ...place, entryPointId: '' },
      { entryPointId: '', language: '' },
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
      <Part title={texts.forEntryPoint} hint={form.isDirty ? texts.unsaved : undefined}>
        <Select
          label={texts.forEntryPoint}
          allowDeselect={false}
          disabled={form.isDirty}
          data={[
            { value: '', label: texts.everyEntryPoint },
            ...(entryPoints.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={place.entryPointId}
          onChange={(entryPointId) => setPlace({ ...place, entryPointId: entryPointId ?? '' })}
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
            description={NAMES[kind].map((name) => texts.variables[name]).join(' ')}
            autosize
            minRows={2}
            maxRows={8}
            dir="auto"
            maxLength={2_000}
            value={form.values[kind]}
            error={form.errorAt('/text')}
            onChange={(event) => form.set({ [kind]: event.currentTarget.value })}
          />
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
