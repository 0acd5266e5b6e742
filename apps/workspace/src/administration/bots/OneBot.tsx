import { useMemo } from 'react'
import { z } from 'zod'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { FormScreen } from '../kit/FormScreen.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { SwitchPart } from '../kit/SwitchPart.tsx'
import { useForm } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { BotEffects } from './BotEffects.tsx'
import { BotFields } from './BotFields.tsx'
import { BotSigning, BotTest } from './BotTest.tsx'
import { type Bot, type BotValues, bot, checkBot, toBody } from './bot.ts'
import { WrittenBot } from './WrittenBot.tsx'

const kindOf = z.object({ kind: z.enum(['endpoint', 'authored']) })

export function OneBot({ id }: { id: string }) {
  const { api, home } = useSession()
  const path = `${home}/bots/${encodeURIComponent(id)}`
  const asked = useAsked(() => api.get(path, kindOf), [path])
  return (
    <Loaded asked={asked} back="bots">
      {({ kind }) => (kind === 'authored' ? <WrittenBot path={path} /> : <ServiceBot path={path} />)}
    </Loaded>
  )
}

function ServiceBot({ path }: { path: string }) {
  const { api } = useSession()
  const asked = useAsked(() => api.get(path, bot), [path])
  return (
    <Loaded asked={asked} back="bots">
      {(found) => <BotForm found={found} path={path} onChanged={asked.again} />}
    </Loaded>
  )
}

function BotForm({ found, path, onChanged }: { found: Bot; path: string; onChanged: () => void }) {
  const texts = useAdminTexts()
  const { api } = useSession()
  const check = useMemo(() => checkBot(texts), [texts])
  const { id, name, nickname, skillIds, capacity, groupId, config, enabled } = found
  const form = useForm<BotValues>({
    initial: { name, nickname, skillIds, capacity, groupId, config },
    check,
    async save(values) {
      await api.patch(path, { ...toBody(values), groupId: values.groupId ?? null }, bot)
      onChanged()
    },
  })
  return (
    <FormScreen
      title={name}
      hint={
        <>
          {fill(texts.number, { id })}
          {!enabled && ` · ${texts.bot.isOff}`}
        </>
      }
      back={{ to: 'bots', title: texts.bots }}
      form={form}
      after={
        <>
          <BotTest config={form.values.config} />
          <BotSigning />
          <SwitchPart
            isOn={enabled}
            question={fill(texts.bot.offQuestion, { name })}
            offHint={texts.bot.isOff}
            effects={() => <BotEffects path={path} />}
            onSwitch={async (isOn) => {
              await api.patch(path, { enabled: isOn }, bot)
              onChanged()
            }}
          />
        </>
      }
    >
      <BotFields form={form} />
    </FormScreen>
  )
}
