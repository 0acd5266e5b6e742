import { NumberInput, Select, TextInput } from '@mantine/core'
import { GroupField } from '../botGroups/GroupField.tsx'
import { Part } from '../kit/FormScreen.tsx'
import { SkillsField, useSkills } from '../kit/skills.tsx'
import type { Form } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { BotMore } from './BotMore.tsx'
import type { BotConfig, BotValues } from './bot.ts'

/** All that a bot is; what is seldom changed is folded away. */
export function BotFields({ form }: { form: Form<BotValues> }) {
  const texts = useAdminTexts()
  const words = texts.bot
  const skills = useSkills().data ?? []
  const { values, set, errorAt } = form
  const { config } = values
  const configure = (part: Partial<BotConfig>) => set({ config: { ...config, ...part } })
  const rename = (name: string) => set({ name, ...(values.nickname === values.name && { nickname: name }) })
  return (
    <>
      <Part title={texts.name}>
        <TextInput
          label={words.name}
          description={words.nameHint}
          value={values.name}
          error={errorAt('/name')}
          maxLength={100}
          onChange={(event) => rename(event.currentTarget.value)}
        />
        <TextInput
          label={words.nickname}
          value={values.nickname}
          error={errorAt('/nickname')}
          maxLength={100}
          onChange={(event) => set({ nickname: event.currentTarget.value })}
        />
      </Part>
      <Part title={words.where}>
        <TextInput
          type="url"
          label={words.baseUrl}
          description={words.baseUrlHint}
          placeholder="https://bots.example.com/coffee"
          value={config.baseUrl}
          error={errorAt('/config/baseUrl')}
          onChange={(event) => configure({ baseUrl: event.currentTarget.value })}
        />
        <TextInput
          label={words.botId}
          description={words.botIdHint}
          value={config.botId}
          error={errorAt('/config/botId')}
          onChange={(event) => configure({ botId: event.currentTarget.value })}
        />
        <TextInput
          label={words.environment}
          value={config.environment}
          error={errorAt('/config/environment')}
          onChange={(event) => configure({ environment: event.currentTarget.value })}
        />
      </Part>
      <Part title={texts.work}>
        <SkillsField
          label={words.skills}
          description={words.skillsHint}
          skills={skills}
          value={values.skillIds}
          error={errorAt('/skillIds')}
          onChange={(skillIds) => set({ skillIds })}
        />
        <Select
          label={words.defaultSkill}
          description={words.defaultSkillHint}
          placeholder={texts.chooseSkill}
          searchable
          nothingFoundMessage={texts.noSuchSkill}
          data={[...new Set([...skills.map(({ name }) => name), config.defaultSkill ?? ''])].filter(Boolean)}
          value={config.defaultSkill ?? null}
          error={errorAt('/config/defaultSkill')}
          onChange={(name) => {
            const { defaultSkill: _before, ...rest } = config
            set({ config: name === null ? rest : { ...rest, defaultSkill: name } })
          }}
        />
        <NumberInput
          label={words.capacity}
          value={values.capacity}
          min={1}
          max={999}
          clampBehavior="none"
          allowDecimal={false}
          error={errorAt('/capacity')}
          onChange={(capacity) => set({ capacity: typeof capacity === 'number' ? capacity : '' })}
        />
        <GroupField value={values.groupId} error={errorAt('/groupId')} onChange={(groupId) => set({ groupId })} />
      </Part>
      <BotMore config={config} configure={configure} errorAt={errorAt} />
    </>
  )
}
