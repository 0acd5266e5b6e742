import { NumberInput, Select, TextInput } from '@mantine/core'
import { Part } from '../kit/FormScreen.tsx'
import { type KnownSkill, SkillsField } from '../kit/skills.tsx'
import type { Complaints, Form } from '../kit/useForm.ts'
import type { AdminTexts } from '../texts/en.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { type Person, ROLES, type Role } from './person.ts'

export type PersonValues = Pick<Person, 'fullName' | 'nickname' | 'role' | 'skillIds'> & {
  /** Empty: none. */
  readonly email: string
  readonly capacity: number | ''
}
const MAX_CAPACITY = 1_000

export function checkPerson(texts: AdminTexts): (values: PersonValues) => Complaints {
  return ({ fullName, nickname, email, capacity }) => ({
    '/fullName': fullName.trim() === '' ? texts.required : undefined,
    '/nickname': nickname.trim() === '' ? texts.required : undefined,
    '/email': email.trim() !== '' && !/^\S+@\S+\.\S+$/.test(email.trim()) ? texts.emailWrong : undefined,
    '/capacity':
      capacity === '' || !Number.isInteger(capacity) || capacity < 0 || capacity > MAX_CAPACITY
        ? texts.capacityWrong
        : undefined,
  })
}

/** What is sent; an address that was left empty is not. */
export const toBody = ({ fullName, nickname, email, role, skillIds, capacity }: PersonValues) => ({
  fullName: fullName.trim(),
  nickname: nickname.trim(),
  role,
  skillIds,
  capacity,
  ...(email.trim() !== '' && { email: email.trim() }),
})

type PersonFieldsProps = { form: Form<PersonValues>; skills: readonly KnownSkill[] }

export function PersonFields({ form, skills }: PersonFieldsProps) {
  const texts = useAdminTexts()
  const { values, set, errorAt } = form
  const rename = (fullName: string) => {
    const [first = ''] = values.fullName.trim().split(/\s+/)
    const follows = values.nickname === first
    set({ fullName, ...(follows && { nickname: fullName.trim().split(/\s+/)[0] ?? '' }) })
  }
  return (
    <>
      <Part title={texts.who}>
        <TextInput
          label={texts.fullName}
          value={values.fullName}
          error={errorAt('/fullName')}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => rename(event.currentTarget.value)}
        />
        <TextInput
          label={texts.nickname}
          value={values.nickname}
          error={errorAt('/nickname')}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => set({ nickname: event.currentTarget.value })}
        />
        <TextInput
          type="email"
          label={texts.email}
          description={texts.emailHint}
          value={values.email}
          error={errorAt('/email')}
          autoComplete="off"
          onChange={(event) => set({ email: event.currentTarget.value })}
        />
      </Part>
      <Part title={texts.work}>
        <Select
          label={texts.role}
          description={texts.roleHints[values.role]}
          data={ROLES.map((role) => ({ value: role, label: texts.roles[role] }))}
          value={values.role}
          error={errorAt('/role')}
          allowDeselect={false}
          onChange={(role) => set({ role: (role ?? 'agent') as Role })}
        />
        <SkillsField
          label={texts.personSkills}
          description={texts.personSkillsHint}
          skills={skills}
          value={values.skillIds}
          error={errorAt('/skillIds')}
          onChange={(skillIds) => set({ skillIds: [...skillIds] })}
        />
        <NumberInput
          label={texts.capacity}
          description={texts.capacityHint}
          value={values.capacity}
          min={0}
          max={MAX_CAPACITY}
          clampBehavior="none"
          allowDecimal={false}
          error={errorAt('/capacity')}
          onChange={(capacity) => set({ capacity: typeof capacity === 'number' ? capacity : '' })}
        />
      </Part>
    </>
  )
}
