import './automatic/hours.css'
import { Button, Checkbox, NumberInput, Switch, TextInput } from '@mantine/core'
import { z } from 'zod'
import { account as accountSchema } from '../administration/account/account.ts'
import { FormScreen, Part } from '../administration/kit/FormScreen.tsx'
import { Loaded } from '../administration/kit/Loaded.tsx'
import { type Form, useForm } from '../administration/kit/useForm.ts'
import { useAsked } from '../base/useAsked.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { Icon } from '../shell/Icon.tsx'
import { fill } from '../texts/catalogue.ts'
import { useWordTexts } from './texts/useWordTexts.ts'

const pattern = z.object({ name: z.string(), pattern: z.string(), flags: z.string().optional() })
const account = accountSchema.extend({
  retentionDays: z.number().optional(),
  maskCardNumbers: z.boolean().optional(),
  maskingPatterns: z.array(pattern),
})
type Account = z.infer<typeof account>

interface Values {
  readonly days: number | undefined
  readonly cards: boolean
  readonly patterns: readonly z.infer<typeof pattern>[]
}
const MAX_DAYS = 3_650

/** What is kept, for how long, and what never is. */
export default function Privacy() {
  const { api, home } = useSession()
  const asked = useAsked(() => api.get(home, account), [home])
  return <Loaded asked={asked}>{(found) => <PrivacyForm found={found} onChanged={asked.again} />}</Loaded>
}

function PrivacyForm({ found, onChanged }: { found: Account; onChanged: () => void }) {
  const texts = useWordTexts()
  const { api, home } = useSession()
  const form = useForm<Values>({
    initial: {
      days: found.retentionDays,
      cards: found.maskCardNumbers === true,
      patterns: found.maskingPatterns,
    },
    check: ({ days, patterns }) => ({
      '/retentionDays':
        days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= MAX_DAYS)
          ? texts.retentionWrong
          : undefined,
      ...Object.fromEntries(
        patterns.flatMap((one, index) => [
          [`/maskingPatterns/${index}/name`, one.name.trim() === '' ? texts.needed : undefined],
          [`/maskingPatterns/${index}/pattern`, one.pattern === '' ? texts.needed : undefined],
        ]),
      ),
    }),
    async save({ days, cards, patterns }) {
      const maskingPatterns = patterns.map((one) => ({ ...one, name: one.name.trim() }))
      await api.patch(home, { retentionDays: days ?? null, maskCardNumbers: cards, maskingPatterns }, account)
      onChanged()
    },
  })
  const { values, set, errorAt } = form
  return (
    <FormScreen title={texts.privacy} hint={texts.privacyHint} form={form}>
      <Part title={texts.retention} hint={texts.retentionHint}>
        <Checkbox
          label={texts.keepForEver}
          checked={values.days === undefined}
          onChange={(event) => set({ days: event.currentTarget.checked ? undefined : 365 })}
        />
        {values.days !== undefined && (
          <NumberInput
            label={texts.retentionDays}
            value={values.days}
            min={1}
            max={MAX_DAYS}
            clampBehavior="none"
            allowDecimal={false}
            error={errorAt('/retentionDays')}
            onChange={(days) => set({ days: Number(days) })}
          />
        )}
      </Part>
      <Part title={texts.masking} hint={texts.maskingHint}>
        <Switch
          label={texts.maskCards}
          description={texts.maskCardsHint}
          checked={values.cards}
          onChange={(event) => set({ cards: event.currentTarget.checked })}
        />
      </Part>
      <Part title={texts.patterns} hint={texts.patternsHint}>
        <Patterns form={form} />
      </Part>
    </FormScreen>
  )
}

function Patterns({ form: { values, set, errorAt } }: { form: Form<Values> }) {
  const texts = useWordTexts()
  const { patterns } = values
  return (
    <>
      {patterns.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; what stands in it changes with every key
        <div className="pattern-line" key={index}>
          <TextInput
            label={texts.patternName}
            value={one.name}
            maxLength={100}
            error={errorAt(`/maskingPatterns/${index}/name`)}
            onChange={(event) => set({ patterns: patterns.with(index, { ...one, name: event.currentTarget.value }) })}
          />
          <TextInput
            label={texts.pattern}
            className="pattern-text"
            spellCheck={false}
            value={one.pattern}
            maxLength={500}
            error={errorAt(`/maskingPatterns/${index}/pattern`)}
            onChange={(event) =>
              set({ patterns: patterns.with(index, { ...one, pattern: event.currentTarget.value }) })
            }
          />
          <Checkbox
            label={texts.ignoreCase}
            checked={one.flags?.includes('i') === true}
            onChange={(event) => {
              const { flags: _before, ...rest } = one
              set({ patterns: patterns.with(index, event.currentTarget.checked ? { ...rest, flags: 'i' } : rest) })
            }}
          />
          <button
            type="button"
            className="icon-button"
            aria-label={fill(texts.removePattern, { name: one.name || String(index + 1) })}
            onClick={() => set({ patterns: patterns.toSpliced(index, 1) })}
          >
            <Icon of="close" size={16} />
          </button>
        </div>
      ))}
      <div>
        <Button variant="default" size="xs" onClick={() => set({ patterns: [...patterns, { name: '', pattern: '' }] })}>
          {texts.addPattern}
        </Button>
      </div>
    </>
  )
}
