import { NumberInput, TextInput } from '@mantine/core'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { GroupField } from '../botGroups/GroupField.tsx'
import { FormScreen, Part } from '../kit/FormScreen.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { SwitchPart } from '../kit/SwitchPart.tsx'
import { type KnownSkill, SkillByName, SkillField, SkillsField, useSkills } from '../kit/skills.tsx'
import { useForm } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { BotEffects } from './BotEffects.tsx'
import { checkAnyBot } from './bot.ts'
import { TransferRights } from './TransferRights.tsx'
import { type WrittenBot as Found, type WrittenValues, writtenBody, writtenBot } from './writtenBot.ts'

/** The settings of a bot that is written here, beside what its versions say. */
export function WrittenBot({ path }: { path: string }) {
  const { api } = useSession()
  const asked = useAsked(() => api.get(path, writtenBot), [path])
  return (
    <Loaded asked={asked} back="bots">
      {(found) => <WrittenForm found={found} path={path} onChanged={asked.again} />}
    </Loaded>
  )
}

function WrittenForm({ found, path, onChanged }: { found: Found; path: string; onChanged: () => void }) {
  const texts = useAdminTexts()
  const words = texts.bot
  const { api } = useSession()
  const skills = useSkills().data ?? []
  const { id, name, nickname, skillIds, capacity, groupId, config, enabled } = found
  const form = useForm<WrittenValues>({
    initial: { name, nickname, skillIds, capacity, groupId, config },
    check: (values) => checkAnyBot(values, texts),
    async save(values) {
      await api.patch(path, writtenBody(values), writtenBot)
      onChanged()
    },
  })
  const { values, set, errorAt } = form
  const configure = (part: Partial<WrittenValues['config']>) => set({ config: { ...values.config, ...part } })
  return (
    <FormScreen
      title={name}
      hint={
        <>
          {fill(texts.number, { id })} · {words.isWritten}
          {!enabled && ` · ${words.isOff}`}
        </>
      }
      back={{ to: 'bots', title: texts.bots }}
      form={form}
      after={
        <SwitchPart
          isOn={enabled}
          question={fill(words.offQuestion, { name })}
          offHint={words.isOff}
          effects={() => <BotEffects path={path} />}
          onSwitch={async (isOn) => {
            await api.patch(path, { enabled: isOn }, writtenBot)
            onChanged()
          }}
        />
      }
    >
      <Part title={texts.name}>
        <TextInput
          label={words.name}
          value={values.name}
          error={errorAt('/name')}
          maxLength={100}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={words.nickname}
          value={values.nickname}
          error={errorAt('/nickname')}
          maxLength={100}
          onChange={(event) => set({ nickname: event.currentTarget.value })}
        />
      </Part>
      <Part title={texts.work}>
        <SkillsField
          label={words.skills}
          description={words.skillsHint}
          skills={skills}
          value={values.skillIds}
          error={errorAt('/skillIds')}
          onChange={(ids) => set({ skillIds: [...ids] })}
        />
        <SkillByName
          label={words.defaultSkill}
          description={words.defaultSkillHint}
          skills={skills}
          value={values.config.defaultSkill}
          error={errorAt('/config/defaultSkill')}
          onChange={(defaultSkill) => configure({ defaultSkill })}
        />
        <NumberInput
          label={words.capacity}
          value={values.capacity}
          min={1}
          max={999}
          clampBehavior="none"
          allowDecimal={false}
          error={errorAt('/capacity')}
          onChange={(entered) => set({ capacity: typeof entered === 'number' ? entered : '' })}
        />
        <GroupField value={values.groupId} error={errorAt('/groupId')} onChange={(group) => set({ groupId: group })} />
      </Part>
      <Part title={words.transfers}>
        <TransferRights
          value={values.config.transferToAgents}
          onChange={(transferToAgents) => configure({ transferToAgents })}
        />
        <SkillField
          label={words.fallbackSkill}
          description={words.fallbackSkillHint}
          skills={skills}
          isOptional
          value={skillIdOf(values.config.connector.fallbackSkill, skills)}
          error={errorAt('/config/connector/fallbackSkill')}
          onChange={(fallbackSkill) => configure({ connector: { ...values.config.connector, fallbackSkill } })}
        />
      </Part>
    </FormScreen>
  )
}

/** One that was kept by its name is kept by its number once it is chosen anew. */
const skillIdOf = (kept: number | string | undefined, skills: readonly KnownSkill[]): number | undefined =>
  typeof kept === 'string' ? skills.find(({ name }) => name === kept)?.id : kept
