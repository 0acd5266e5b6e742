import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { useAccount } from '../account/account.ts'
import { CopyField } from '../kit/CopyField.tsx'
import { FormScreen, Part } from '../kit/FormScreen.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { SwitchPart } from '../kit/SwitchPart.tsx'
import { useForm } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { EntryPointFields } from './EntryPointFields.tsx'
import { checkEntryPoint, type EntryPoint, entryPoint, snippetFor, toBody } from './entryPoint.ts'

export function OneEntryPoint({ id }: { id: string }) {
  const { api, home } = useSession()
  const path = `${home}/entry-points/${encodeURIComponent(id)}`
  const asked = useAsked(() => api.get(path, entryPoint), [path])
  return (
    <Loaded asked={asked} back="entry-points">
      {(found) => <EntryPointForm found={found} path={path} onChanged={asked.again} />}
    </Loaded>
  )
}

function EntryPointForm({ found, path, onChanged }: { found: EntryPoint; path: string; onChanged: () => void }) {
  const texts = useAdminTexts()
  const { api, account } = useSession()
  const languages = useAccount().data?.languages ?? []
  const check = useMemo(() => checkEntryPoint(texts), [texts])
  const { id, name, skillId, origins, language, title, enabled } = found
  const form = useForm({
    initial: {
      id,
      name,
      skillId: skillId as number | undefined,
      origins: origins as readonly string[],
      language,
      title,
    },
    check,
    async save(values) {
      await api.patch(path, toBody(values), entryPoint)
      onChanged()
    },
  })
  const tryOutUrl = `/try/${encodeURIComponent(account.id)}/${encodeURIComponent(id)}`
  return (
    <FormScreen
      title={name}
      hint={enabled ? undefined : texts.entryPointIsOff}
      back={{ to: 'entry-points', title: texts.entryPoints }}
      form={form}
      before={
        <>
          <Part title={texts.snippet} hint={texts.snippetHint} className="admin-wide">
            <CopyField label={texts.snippet} value={snippetFor(location.origin, account.id, found)} isCode />
          </Part>
          <Part title={texts.tryOut} hint={texts.tryOutHint}>
            <div>
              <Button component="a" href={tryOutUrl} target="_blank" rel="noopener" variant="default">
                {texts.tryOut}
                <span className="for-readers"> {texts.opensNewWindow}</span>
              </Button>
            </div>
          </Part>
        </>
      }
      after={
        <SwitchPart
          isOn={enabled}
          question={fill(texts.offEntryPoint, { name })}
          offHint={texts.entryPointIsOff}
          effects={() => <p>{texts.offEntryPointHint}</p>}
          onSwitch={async (isOn) => {
            await api.patch(path, { enabled: isOn }, entryPoint)
            onChanged()
          }}
        />
      }
    >
      <EntryPointFields form={form} isNew={false} languages={languages} />
    </FormScreen>
  )
}
