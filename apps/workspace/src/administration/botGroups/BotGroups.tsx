import { Button, MultiSelect, Switch, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { anything } from '../../base/http.ts'
import { navigate, useRoute } from '../../base/router.tsx'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { Confirm } from '../kit/Confirm.tsx'
import { FormScreen, Part } from '../kit/FormScreen.tsx'
import { ListScreen } from '../kit/ListScreen.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { allOf } from '../kit/skills.tsx'
import { type Form, useForm } from '../kit/useForm.ts'
import { useGroupTexts } from './texts.ts'

const group = z.object({ id: z.number(), name: z.string(), collaborates: z.boolean(), transferMessage: z.string() })
type Group = z.infer<typeof group>
const bot = z.object({ id: z.number(), name: z.string(), kind: z.string(), groupId: z.number().optional() })
type Bot = z.infer<typeof bot>

interface Values extends Omit<Group, 'id'> {
  readonly members: readonly number[]
}

/** Bots that help each other out; `bot-groups/new` and `bot-groups/3` are one of them. */
export default function BotGroups() {
  const { parts } = useRoute()
  const [, which] = parts
  if (which === undefined) return <GroupList />
  return which === 'new' ? <NewGroup /> : <OneGroup key={which} id={which} />
}

function GroupList() {
  const texts = useGroupTexts()
  const { home } = useSession()
  return (
    <ListScreen
      title={texts.groups}
      hint={texts.hint}
      path={`${home}/bot-groups`}
      item={group}
      keyOf={({ id }) => id}
      nameTitle={texts.name}
      name={({ id, name }) => ({ text: name, to: `bot-groups/${id}` })}
      columns={[{ title: texts.state, cell: ({ collaborates }) => (collaborates ? texts.helps : texts.helpsNot) }]}
      create={{ to: 'bot-groups/new', title: texts.create }}
      empty={{ title: texts.none, hint: texts.noneHint }}
    />
  )
}

function useBots() {
  const { api, home } = useSession()
  return useAsked(async () => (await allOf(api, `${home}/bots`, bot)).filter(({ kind }) => kind === 'authored'), [home])
}

/** Bots say themselves to which group they belong: those that came or went are told. */
function useMembership() {
  const { api, home } = useSession()
  return async (groupId: number, bots: readonly Bot[], members: readonly number[]) => {
    for (const { id, groupId: now } of bots) {
      const isWanted = members.includes(id)
      if (isWanted && now !== groupId) await api.patch(`${home}/bots/${id}`, { groupId }, anything)
      if (!isWanted && now === groupId) await api.patch(`${home}/bots/${id}`, { groupId: null }, anything)
    }
  }
}

const bodyOf = ({ name, collaborates, transferMessage }: Values) => ({
  ...{ name: name.trim(), collaborates, transferMessage: transferMessage.trim() },
})

function NewGroup() {
  const texts = useGroupTexts()
  const { api, home } = useSession()
  const bots = useBots()
  const join = useMembership()
  const form: Form<Values> = useForm<Values>({
    initial: { name: '', collaborates: true, transferMessage: '', members: [] },
    check: ({ name }) => ({ '/name': name.trim() === '' ? texts.needed : undefined }),
    async save(values) {
      const { id } = await api.post(`${home}/bot-groups`, bodyOf(values), group)
      await join(id, bots.data ?? [], values.members)
      form.settle()
      navigate(`bot-groups/${id}`, { replace: true })
    },
  })
  return (
    <FormScreen title={texts.create} back={{ to: 'bot-groups', title: texts.groups }} form={form}>
      <GroupFields form={form} bots={bots.data ?? []} ownId={undefined} />
    </FormScreen>
  )
}

function OneGroup({ id }: { id: string }) {
  const { api, home } = useSession()
  const path = `${home}/bot-groups/${encodeURIComponent(id)}`
  const bots = useBots()
  const asked = useAsked(() => api.get(path, group), [path])
  return (
    <Loaded asked={asked} back="bot-groups">
      {(found) => (
        <Loaded asked={bots}>
          {(all) => (
            <GroupForm
              found={found}
              bots={all}
              path={path}
              onChanged={() => {
                asked.again()
                bots.again()
              }}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

type GroupFormProps = { found: Group; bots: readonly Bot[]; path: string; onChanged: () => void }

function GroupForm({ found, bots, path, onChanged }: GroupFormProps) {
  const texts = useGroupTexts()
  const { api } = useSession()
  const join = useMembership()
  const { id, name, collaborates, transferMessage } = found
  const members = bots.filter(({ groupId }) => groupId === id).map((one) => one.id)
  const form = useForm<Values>({
    initial: { name, collaborates, transferMessage, members },
    check: (values) => ({ '/name': values.name.trim() === '' ? texts.needed : undefined }),
    async save(values) {
      await api.patch(path, bodyOf(values), group)
      await join(id, bots, values.members)
      onChanged()
    },
  })
  return (
    <FormScreen
      title={name}
      back={{ to: 'bot-groups', title: texts.groups }}
      form={form}
      after={<DeleteGroup name={name} path={path} />}
    >
      <GroupFields form={form} bots={bots} ownId={id} />
    </FormScreen>
  )
}

type GroupFieldsProps = { form: Form<Values>; bots: readonly Bot[]; ownId: number | undefined }

function GroupFields({ form: { values, set, errorAt }, bots, ownId }: GroupFieldsProps) {
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
          data={bots.map(({ id, name, groupId }) => ({
            value: String(id),
            label: groupId === undefined || groupId === ownId ? name : fill(texts.elsewhere, { name }),
          }))}
          value={values.members.map(String)}
          error={errorAt('/groupId')}
          onChange={(ids) => set({ members: ids.map(Number) })}
        />
      </Part>
    </>
  )
}

function DeleteGroup({ name, path }: { name: string; path: string }) {
  const texts = useGroupTexts()
  const { api } = useSession()
  const [isAsking, setAsking] = useState(false)
  return (
    <Part title={texts.delete} hint={texts.deleteHint}>
      <div>
        <Button variant="outline" color="red" onClick={() => setAsking(true)}>
          {texts.delete}
        </Button>
      </div>
      <Confirm
        question={isAsking ? fill(texts.deleteQuestion, { name }) : undefined}
        action={texts.delete}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await api.remove(path)
          navigate('bot-groups', { replace: true })
        }}
      >
        <p>{texts.deleteHint}</p>
      </Confirm>
    </Part>
  )
}
