import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAccount } from '../../administration/account/account.ts'
import { Confirm } from '../../administration/kit/Confirm.tsx'
import { FormScreen, Part } from '../../administration/kit/FormScreen.tsx'
import { ListScreen } from '../../administration/kit/ListScreen.tsx'
import { Loaded } from '../../administration/kit/Loaded.tsx'
import { languageName } from '../../administration/kit/languageName.ts'
import { SkillsField, useSkills } from '../../administration/kit/skills.tsx'
import { type Form, useForm } from '../../administration/kit/useForm.ts'
import { navigate, useRoute } from '../../base/router.tsx'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { useWordTexts } from '../texts/useWordTexts.ts'
import { NEW_REPLY, type ReplyValues, type SavedReply, savedReply, toBody, toValues } from './reply.ts'
import { fillReply, REPLY_VARIABLES } from './variables.ts'

const MAX_TEXT = 5_000

/** What agents need not type again; `saved-replies/new` and `saved-replies/3` are one of them. */
export default function SavedReplies() {
  const { parts } = useRoute()
  const [, which] = parts
  if (which === undefined) return <ReplyList />
  return which === 'new' ? <NewReply /> : <OneReply key={which} id={which} />
}

function ReplyList() {
  const texts = useWordTexts()
  const { home } = useSession()
  const skills = useSkills()
  const names = new Map(skills.data?.map(({ id, name }) => [id, name]))
  return (
    <ListScreen
      title={texts.savedReplies}
      hint={texts.savedRepliesHint}
      path={`${home}/saved-replies`}
      item={savedReply}
      keyOf={({ id }) => id}
      nameTitle={texts.title}
      name={({ id, title, text }) => ({ text: title, detail: text.slice(0, 120), to: `saved-replies/${id}` })}
      columns={[
        { title: texts.shortcut, cell: ({ shortcut }) => (shortcut === undefined ? '' : <code>/{shortcut}</code>) },
        {
          title: texts.language,
          isMinor: true,
          cell: ({ language }) => (language === undefined ? texts.everyLanguage : languageName(language, texts.locale)),
        },
        {
          title: texts.skill,
          isMinor: true,
          cell: ({ skillIds }) =>
            skillIds.length === 0 ? texts.everySkill : skillIds.map((id) => names.get(id) ?? `#${id}`).join(', '),
        },
      ]}
      create={{ to: 'saved-replies/new', title: texts.newSavedReply }}
      empty={{ title: texts.noSavedRepliesYet, hint: texts.noSavedRepliesHint }}
    />
  )
}

function useReplyForm(initial: ReplyValues, save: (values: ReplyValues) => Promise<void>): Form<ReplyValues> {
  const texts = useWordTexts()
  return useForm<ReplyValues>({
    initial,
    check: ({ title, text }) => ({
      '/title': title.trim() === '' ? texts.needed : undefined,
      '/text': text.trim() === '' ? texts.needed : undefined,
    }),
    save,
  })
}

function NewReply() {
  const texts = useWordTexts()
  const { api, home } = useSession()
  const form: Form<ReplyValues> = useReplyForm(NEW_REPLY, async (values) => {
    await api.post(`${home}/saved-replies`, toBody(values, undefined), savedReply)
    form.settle()
    navigate('saved-replies', { replace: true })
  })
  return (
    <FormScreen title={texts.newSavedReply} back={{ to: 'saved-replies', title: texts.savedReplies }} form={form}>
      <ReplyFields form={form} />
    </FormScreen>
  )
}

function OneReply({ id }: { id: string }) {
  const { api, home } = useSession()
  const path = `${home}/saved-replies/${encodeURIComponent(id)}`
  const asked = useAsked(() => api.get(path, savedReply), [path])
  return (
    <Loaded asked={asked} back="saved-replies">
      {(found) => <ReplyForm found={found} path={path} onChanged={asked.again} />}
    </Loaded>
  )
}

function ReplyForm({ found, path, onChanged }: { found: SavedReply; path: string; onChanged: () => void }) {
  const texts = useWordTexts()
  const { api } = useSession()
  const [isAsking, setAsking] = useState(false)
  const form = useReplyForm(toValues(found), async (values) => {
    await api.patch(path, toBody(values, null), savedReply)
    onChanged()
  })
  return (
    <FormScreen
      title={found.title}
      back={{ to: 'saved-replies', title: texts.savedReplies }}
      form={form}
      after={
        <Part title={texts.deleteReply} hint={texts.deleteReplyHint}>
          <div>
            <Button variant="outline" color="red" onClick={() => setAsking(true)}>
              {texts.delete}
            </Button>
          </div>
          <Confirm
            question={isAsking ? fill(texts.deleteReplyQuestion, { name: found.title }) : undefined}
            action={texts.delete}
            onClose={() => setAsking(false)}
            onConfirm={async () => {
              await api.remove(path)
              form.settle()
              navigate('saved-replies', { replace: true })
            }}
          >
            <p>{texts.deleteReplyHint}</p>
          </Confirm>
        </Part>
      }
    >
      <ReplyFields form={form} />
    </FormScreen>
  )
}

function ReplyFields({ form: { values, set, errorAt } }: { form: Form<ReplyValues> }) {
  const texts = useWordTexts()
  const { person, account } = useSession()
  const skills = useSkills()
  const known = useAccount()
  const languages = [
    ...new Set([...(known.data?.languages ?? []), ...(values.language === '' ? [] : [values.language])]),
  ]
  const example = {
    'consumer.name': 'Mia Lee',
    'agent.nickname': person.nickname,
    'agent.fullName': person.fullName,
    brand: account.name,
    skill: skills.data?.[0]?.name,
  }
  const shown = fillReply(values.text, example)
  return (
    <>
      <Part title={texts.text}>
        <TextInput
          label={texts.title}
          value={values.title}
          error={errorAt('/title')}
          maxLength={100}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <Textarea
          label={texts.text}
          description={fill(texts.textHint, { variables: REPLY_VARIABLES.map((name) => `{{${name}}}`).join(' ') })}
          autosize
          minRows={4}
          maxRows={16}
          dir="auto"
          maxLength={MAX_TEXT}
          value={values.text}
          error={errorAt('/text')}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
        {shown !== values.text && (
          <div className="word-preview">
            <p className="meta">{texts.preview}</p>
            <p dir="auto">{shown}</p>
          </div>
        )}
      </Part>
      <Part title={texts.more}>
        <TextInput
          label={texts.shortcut}
          description={texts.shortcutHint}
          leftSection="/"
          value={values.shortcut}
          error={errorAt('/shortcut')}
          maxLength={30}
          onChange={(event) => set({ shortcut: event.currentTarget.value })}
        />
        <Select
          label={texts.onlyInLanguage}
          data={[
            { value: '', label: texts.everyLanguage },
            ...languages.map((tag) => ({ value: tag, label: languageName(tag, texts.locale) })),
          ]}
          allowDeselect={false}
          value={values.language}
          onChange={(tag) => set({ language: tag ?? '' })}
        />
        <SkillsField
          label={texts.onlySkills}
          description={texts.onlySkillsHint}
          skills={skills.data ?? []}
          value={values.skillIds}
          error={errorAt('/skillIds/0')}
          onChange={(skillIds) => set({ skillIds })}
        />
      </Part>
    </>
  )
}
