import { Checkbox } from '@mantine/core'
import { useMemo } from 'react'
import { navigate } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { FormScreen, Part } from '../kit/FormScreen.tsx'
import { type Form, useForm } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { BotFields } from './BotFields.tsx'
import { BotSigning, BotTest } from './BotTest.tsx'
import { type BotValues, bot, checkBot, NEW_BOT, toBody } from './bot.ts'

type NewValues = BotValues & { readonly enabled: boolean }

export function NewBot() {
  const texts = useAdminTexts()
  const { api, home } = useSession()
  const check = useMemo(() => checkBot(texts), [texts])
  const form: Form<NewValues> = useForm<NewValues>({
    initial: { ...NEW_BOT, enabled: true },
    check,
    async save(values) {
      const { enabled, groupId } = values
      const body = { ...toBody(values), enabled, ...(groupId !== undefined && { groupId }) }
      const { id } = await api.post(`${home}/bots`, body, bot)
      form.settle()
      navigate(`bots/${id}`, { replace: true })
    },
  })
  return (
    <FormScreen
      title={texts.bot.create}
      hint={texts.bot.hint}
      back={{ to: 'bots', title: texts.bots }}
      form={form}
      after={
        <>
          <BotTest config={form.values.config} />
          <BotSigning />
        </>
      }
    >
      <BotFields form={form} />
      <Part title={texts.state}>
        <Checkbox
          label={texts.bot.enabled}
          checked={form.values.enabled}
          onChange={(event) => form.set({ enabled: event.currentTarget.checked })}
        />
      </Part>
    </FormScreen>
  )
}
