import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { navigate, useRoute } from '../../base/router.tsx'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { Confirm } from '../kit/Confirm.tsx'
import { FormScreen, Part } from '../kit/FormScreen.tsx'
import { ListScreen } from '../kit/ListScreen.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { type Form, useForm } from '../kit/useForm.ts'
import { GroupFields } from './GroupFields.tsx'
import { GroupWarnings } from './GroupWarnings.tsx'
import {
  type Group,
  type GroupedBot,
  type GroupValues,
  group,
  groupBody,
  useGroupedBots,
  useMembership,
} from './group.ts'
import { useGroupTexts } from './texts.ts'

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

function NewGroup() {
  const texts = useGroupTexts()
  const { api, home } = useSession()
  const bots = useGroupedBots()
  const join = useMembership()
  // What was made before a bot could not join it is not made again.
  const made = useRef<number>(undefined)
  const form: Form<GroupValues> = useForm<GroupValues>({
    initial: { name: '', collaborates: false, transferMessage: '', members: [] },
    check: ({ name }) => ({ '/name': name.trim() === '' ? texts.needed : undefined }),
    async save(values) {
      const id = made.current ?? (await api.post(`${home}/bot-groups`, groupBody(values), group)).id
      if (made.current !== undefined) await api.patch(`${home}/bot-groups/${id}`, groupBody(values), group)
      made.current = id
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
  const bots = useGroupedBots()
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

type GroupFormProps = { found: Group; bots: readonly GroupedBot[]; path: string; onChanged: () => void }

function GroupForm({ found, bots, path, onChanged }: GroupFormProps) {
  const texts = useGroupTexts()
  const { api } = useSession()
  const join = useMembership()
  const { id, name, collaborates, transferMessage } = found
  const members = bots.filter(({ groupId }) => groupId === id).map((one) => one.id)
  const form = useForm<GroupValues>({
    initial: { name, collaborates, transferMessage, members },
    check: (values) => ({ '/name': values.name.trim() === '' ? texts.needed : undefined }),
    async save(values) {
      await api.patch(path, groupBody(values), group)
      await join(id, bots, values.members)
      onChanged()
    },
  })
  return (
    <FormScreen
      title={name}
      back={{ to: 'bot-groups', title: texts.groups }}
      form={form}
      after={
        <>
          {collaborates && members.length > 0 && (
            <GroupWarnings path={path} saved={`${members.join()} ${bots.length}`} />
          )}
          <DeleteGroup name={name} path={path} />
        </>
      }
    >
      <GroupFields form={form} bots={bots} ownId={id} />
    </FormScreen>
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
