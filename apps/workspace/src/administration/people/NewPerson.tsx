import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { z } from 'zod'
import { Link } from '../../base/router.tsx'
import { momentText } from '../../base/time.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { CopyField } from '../kit/CopyField.tsx'
import { FormScreen } from '../kit/FormScreen.tsx'
import { useSkills } from '../kit/skills.tsx'
import { useForm } from '../kit/useForm.ts'
import type { AdminTexts } from '../texts/en.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { checkPerson, PersonFields, type PersonValues, toBody } from './PersonFields.tsx'
import { type Invitation, invitation, person } from './person.ts'

const NOBODY: PersonValues = { fullName: '', nickname: '', email: '', role: 'agent', skillIds: [], capacity: 5 }
const created = person.extend({ invitation: invitation.optional() })

export function NewPerson() {
  const texts = useAdminTexts()
  const { api, home } = useSession()
  const skills = useSkills().data ?? []
  const [made, setMade] = useState<z.infer<typeof created>>()
  const check = useMemo(() => checkPerson(texts), [texts])
  const form = useForm({
    initial: NOBODY,
    check,
    save: async (values) => setMade(await api.post(`${home}/people`, toBody(values), created)),
  })
  if (made !== undefined) {
    const startOver = () => {
      form.set(NOBODY)
      setMade(undefined)
    }
    return (
      <div className="admin">
        <div className="admin-head" role="status">
          <h1 dir="auto">
            {fill(made.invitation === undefined ? texts.added : texts.invited, { name: made.fullName })}
          </h1>
          {made.invitation === undefined && (
            <p className="quiet">{fill(texts.withoutEmail, { name: made.fullName })}</p>
          )}
        </div>
        {made.invitation !== undefined && (
          <CopyField
            label={fill(texts.inviteLink, { name: made.fullName })}
            value={made.invitation.url}
            hint={hintOf(made.invitation, texts)}
          />
        )}
        <div className="admin-buttons">
          <Button component={Link} to="people">
            {texts.toList}
          </Button>
          <Button variant="default" onClick={startOver}>
            {texts.another}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <FormScreen
      title={texts.newPerson}
      back={{ to: 'people', title: texts.people }}
      form={form}
      action={form.values.email.trim() === '' ? texts.add : texts.invite}
    >
      <PersonFields form={form} skills={skills} />
    </FormScreen>
  )
}

export const hintOf = ({ expiresAt, mailed }: Invitation, texts: AdminTexts): string =>
  fill(mailed ? texts.inviteMailed : texts.inviteHint, { when: momentText(expiresAt, texts.locale) })
