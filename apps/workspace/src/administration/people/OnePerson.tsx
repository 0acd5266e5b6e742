import { useMemo } from 'react'
import { useAsked } from '../../base/useAsked.ts'
import { useSession, useSessionContext } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { FormScreen } from '../kit/FormScreen.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { useSkills } from '../kit/skills.tsx'
import { useForm } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { PersonAccess } from './PersonAccess.tsx'
import { checkPerson, PersonFields, toBody } from './PersonFields.tsx'
import { PersonSwitch } from './PersonSwitch.tsx'
import { type Person, person } from './person.ts'

export function OnePerson({ id }: { id: string }) {
  const { api, home } = useSession()
  const asked = useAsked(() => api.get(`${home}/people/${encodeURIComponent(id)}`, person), [id])
  return (
    <Loaded asked={asked} back="people">
      {(found) => <PersonForm found={found} onChanged={asked.again} />}
    </Loaded>
  )
}

function PersonForm({ found, onChanged }: { found: Person; onChanged: () => void }) {
  const texts = useAdminTexts()
  const { api, home, person: self } = useSession()
  const { refresh } = useSessionContext()
  const skills = useSkills().data ?? []
  const check = useMemo(() => checkPerson(texts), [texts])
  const { id, fullName, nickname, email = '', role, skillIds, capacity, enabled } = found
  const form = useForm({
    initial: { fullName, nickname, email, role, skillIds, capacity },
    check,
    async save(values) {
      await api.patch(`${home}/people/${id}`, toBody(values), person)
      onChanged()
      if (id === self.id) await refresh()
    },
  })
  const isSelf = id === self.id
  return (
    <FormScreen
      title={fullName}
      hint={
        <>
          {fill(texts.number, { id })}
          {isSelf && ` · ${texts.yourself}`}
          {!enabled && ` · ${texts.personIsOff}`}
        </>
      }
      back={{ to: 'people', title: texts.people }}
      form={form}
      after={
        <>
          {email !== '' && enabled && <PersonAccess person={found} />}
          {!isSelf && <PersonSwitch person={found} onChanged={onChanged} />}
        </>
      }
    >
      <PersonFields form={form} skills={skills} />
    </FormScreen>
  )
}
