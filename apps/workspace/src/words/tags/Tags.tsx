import { Select, Switch, TextInput } from '@mantine/core'
import { FormScreen, Part } from '../../administration/kit/FormScreen.tsx'
import { ListScreen } from '../../administration/kit/ListScreen.tsx'
import { Loaded } from '../../administration/kit/Loaded.tsx'
import { type Form, useForm } from '../../administration/kit/useForm.ts'
import { navigate, useRoute } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { useWordTexts } from '../texts/useWordTexts.ts'
import { TagChip } from './TagChip.tsx'
import { useTags } from './TagsProvider.tsx'
import { COLOURS, type Tag, tag } from './tag.ts'

type Values = Pick<Tag, 'name' | 'colour' | 'retired'>

/** What conversations are sorted by; `tags/new` and `tags/3` are one of them. */
export default function Tags() {
  const { parts } = useRoute()
  const [, which] = parts
  if (which === undefined) return <TagList />
  return which === 'new' ? <NewTag /> : <OneTag key={which} id={Number(which)} />
}

function TagList() {
  const texts = useWordTexts()
  const { home } = useSession()
  return (
    <ListScreen
      title={texts.tags}
      hint={texts.tagsHint}
      path={`${home}/tags`}
      item={tag}
      keyOf={({ id }) => id}
      nameTitle={texts.tagName}
      name={({ id, name }) => ({ text: name, to: `tags/${id}` })}
      columns={[
        { title: texts.colour, cell: (one) => <TagChip tag={{ ...one, name: texts.colours[one.colour] }} /> },
        { title: texts.state, cell: ({ retired }) => (retired ? texts.retiredShort : texts.inUse) },
      ]}
      create={{ to: 'tags/new', title: texts.newTag }}
      empty={{ title: texts.noTagsYet, hint: texts.noTagsHint }}
    />
  )
}

function useTagForm(initial: Values, save: (values: Values) => Promise<void>): Form<Values> {
  const texts = useWordTexts()
  return useForm<Values>({
    initial,
    check: ({ name }) => ({ '/name': name.trim() === '' ? texts.needed : undefined }),
    save,
  })
}

function NewTag() {
  const texts = useWordTexts()
  const { api, home } = useSession()
  const { again } = useTags()
  const form: Form<Values> = useTagForm({ name: '', colour: 'teal', retired: false }, async ({ name, colour }) => {
    await api.post(`${home}/tags`, { name: name.trim(), colour }, tag)
    form.settle()
    again()
    navigate('tags', { replace: true })
  })
  return (
    <FormScreen title={texts.newTag} back={{ to: 'tags', title: texts.tags }} form={form}>
      <TagFields form={form} />
    </FormScreen>
  )
}

function OneTag({ id }: { id: number }) {
  const { all, again } = useTags()
  const found = all.find((one) => one.id === id)
  const asked = { loading: found === undefined, again, ...(found && { data: found }) }
  return (
    <Loaded asked={asked} back="tags">
      {(one) => <TagForm found={one} />}
    </Loaded>
  )
}

function TagForm({ found }: { found: Tag }) {
  const texts = useWordTexts()
  const { api, home } = useSession()
  const { again } = useTags()
  const { id, name, colour, retired } = found
  const form = useTagForm({ name, colour, retired }, async (values) => {
    await api.patch(`${home}/tags/${id}`, { ...values, name: values.name.trim() }, tag)
    again()
  })
  return (
    <FormScreen title={name} back={{ to: 'tags', title: texts.tags }} form={form}>
      <TagFields form={form} />
      <Part title={texts.state}>
        <Switch
          label={texts.retired}
          description={texts.retiredHint}
          checked={form.values.retired}
          onChange={(event) => form.set({ retired: event.currentTarget.checked })}
        />
      </Part>
    </FormScreen>
  )
}

function TagFields({ form: { values, set, errorAt } }: { form: Form<Values> }) {
  const texts = useWordTexts()
  return (
    <Part title={texts.tag}>
      <TextInput
        label={texts.tagName}
        value={values.name}
        error={errorAt('/name')}
        maxLength={100}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={texts.colour}
        allowDeselect={false}
        data={COLOURS.map((colour) => ({ value: colour, label: texts.colours[colour] }))}
        value={values.colour}
        onChange={(chosen) => set({ colour: COLOURS.find((colour) => colour === chosen) ?? values.colour })}
      />
      <div>
        <TagChip tag={{ name: values.name || texts.tag, colour: values.colour }} />
      </div>
    </Part>
  )
}
