import { Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { z } from 'zod'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { DurationField } from '../kit/DurationField.tsx'
import { Part } from '../kit/FormScreen.tsx'
import { ListEditor } from '../kit/ListEditor.tsx'
import { allOf, SkillField, useSkills } from '../kit/skills.tsx'
import type { Form } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { PassesOn } from './PassesOn.tsx'
import type { SkillValues } from './skillValues.ts'

const PROMISES = ['urgent', 'prioritized', 'normal'] as const
const bot = z.object({ id: z.number(), name: z.string() })

type SkillFieldsProps = { form: Form<SkillValues>; ownId?: number }

export function SkillFields({ form: { values, set, errorAt }, ownId }: SkillFieldsProps) {
  const texts = useAdminTexts()
  const { api, home, rights } = useSession()
  const skills = (useSkills().data ?? []).filter(({ id }) => id !== ownId)
  const bots = useAsked(rights.includes('manageBots') ? () => allOf(api, `${home}/bots`, bot) : undefined, [home])
  return (
    <>
      <Part title={texts.name}>
        <TextInput
          label={texts.skillName}
          description={texts.skillNameHint}
          value={values.name}
          error={errorAt('/name')}
          maxLength={100}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Textarea
          label={texts.description}
          value={values.description}
          error={errorAt('/description')}
          maxLength={1_000}
          autosize
          minRows={2}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
      </Part>
      <Part title={texts.promise} hint={texts.promiseHint}>
        {PROMISES.map((promise) => (
          <DurationField
            key={promise}
            label={texts[promise]}
            value={values[promise]}
            error={errorAt(`/responseTimes/${promise}`)}
            onChange={(ms) => set({ [promise]: ms })}
          />
        ))}
        <DurationField
          label={texts.autoClose}
          description={texts.autoCloseHint}
          value={values.autoCloseMs}
          error={errorAt('/autoCloseMs')}
          onChange={(autoCloseMs) => set({ autoCloseMs })}
        />
      </Part>
      <PassesOn values={values} set={set} errorAt={errorAt} skills={skills} />
      <Part title={texts.whenNobody}>
        <SkillField
          label={texts.fallbackSkill}
          description={texts.fallbackSkillHint}
          skills={skills}
          value={values.fallbackSkillId}
          error={errorAt('/fallbackSkillId')}
          isOptional
          onChange={(fallbackSkillId) => set({ fallbackSkillId })}
        />
        <DurationField
          label={texts.agentGone}
          description={texts.agentGoneHint}
          value={values.agentGoneMs}
          error={errorAt('/agentGoneMinutes')}
          onChange={(agentGoneMs) => set({ agentGoneMs })}
        />
        <Checkbox
          label={texts.failIfNobody}
          description={texts.failIfNobodyHint}
          checked={values.failIfNobodyOnline}
          onChange={(event) => set({ failIfNobodyOnline: event.currentTarget.checked })}
        />
        {values.failIfNobodyOnline && (
          <DurationField
            label={texts.nobodyOnlineFor}
            description={texts.nobodyOnlineForHint}
            units={['seconds', 'minutes']}
            value={values.nobodyOnlineMs}
            error={errorAt('/nobodyOnlineSeconds')}
            onChange={(nobodyOnlineMs) => set({ nobodyOnlineMs })}
          />
        )}
        <Checkbox
          label={texts.failOutOfHours}
          description={texts.failOutOfHoursHint}
          checked={values.failOutOfHours}
          onChange={(event) => set({ failOutOfHours: event.currentTarget.checked })}
        />
        <DurationField
          label={texts.failAfter}
          description={texts.failAfterHint}
          value={values.failAfterMs}
          error={errorAt('/failAfterMinutes')}
          onChange={(failAfterMs) => set({ failAfterMs })}
        />
      </Part>
      {bots.data !== undefined && bots.data.length > 0 && (
        <Part title={texts.survey} hint={texts.surveyHint}>
          <Select
            label={texts.surveyBot}
            placeholder={texts.none}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': texts.clear }}
            data={bots.data.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={values.surveyBotId === undefined ? null : String(values.surveyBotId)}
            error={errorAt('/survey/botId')}
            onChange={(id) => set({ surveyBotId: id === null ? undefined : Number(id) })}
          />
          {values.surveyBotId !== undefined && (
            <DurationField
              label={texts.surveyTimeout}
              value={values.surveyTimeoutMs}
              error={errorAt('/survey/timeoutMs')}
              onChange={(surveyTimeoutMs) => set({ surveyTimeoutMs })}
            />
          )}
          {values.surveyBotId !== undefined && (
            <ListEditor
              label={texts.surveyEnds}
              hint={texts.surveyEndsHint}
              values={values.surveyEndPhrases}
              placeholder={texts.surveyEndsExample}
              add={texts.addPhrase}
              errorAt={(index) => errorAt(`/survey/endPhrases/${index}`)}
              onChange={(surveyEndPhrases) => set({ surveyEndPhrases })}
            />
          )}
        </Part>
      )}
    </>
  )
}
