import { MultiSelect, Switch, Textarea, TextInput } from '@mantine/core'
import { fill } from '../../texts/catalogue.ts'
import { Part } from '../kit/FormScreen.tsx'
import type { Form } from '../kit/useForm.ts'
import { ADVISED_BOTS, type GroupedBot, type GroupValues } from './group.ts'
import { useGroupTexts } from './texts.ts'

type GroupFieldsProps = {
  form: Form<GroupValues>
  bots: readonly GroupedBot[]
  /** Absent while it is being made. */
  ownId: number | undefined
}

export function GroupFields({ form: { values, set, errorAt }, bots, ownId }: GroupFieldsProps) {
  const texts = useGroupTexts()
  return (
    <>
      <Part title={texts.name}>
        <TextInput
          label={texts.name}
          value={values.name}
          error={errorAt('/name')}
          maxLength={100}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Switch
          label={texts.collaborates}
          description={texts.collaboratesHint}
          checked={values.collaborates}
          onChange={(event) => set({ collaborates: event.currentTarget.checked })}
        />
        <Textarea
          label={texts.message}
          description={texts.messageHint}
          value={values.transferMessage}
          error={errorAt('/transferMessage')}
          maxLength={1_000}
          autosize
          onChange={(event) => set({ transferMessage: event.currentTarget.value })}
        />
      </Part>
      <Part title={texts.members} hint={texts.membersHint}>
        <MultiSelect
          label={texts.members}
          placeholder={values.members.length === 0 ? texts.chooseBots : ''}
          searchable
          nothingFoundMessage={texts.noSuchBot}
          data={bots
            .filter(({ groupId }) => groupId === undefined || groupId === ownId)
            .map(({ id, name }) => ({ value: String(id), label: name }))}
          value={values.members.map(String)}
          error={errorAt('/groupId')}
          onChange={(ids) => set({ members: ids.map(Number) })}
        />
        {values.collaborates && values.members.length > ADVISED_BOTS && (
          <p className="notice waiting" role="status">
            {fill(texts.tooMany, { bots: values.members.length, advised: ADVISED_BOTS })}
          </p>
        )}
      </Part>
    </>
  )
}
