import { useMemo } from 'react'
import { navigate } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { FormScreen } from '../kit/FormScreen.tsx'
import { type Form, useForm } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { SkillFields } from './SkillFields.tsx'
import { skill } from './skill.ts'
import { checkSkill, NEW_SKILL, type SkillValues, toBody } from './skillValues.ts'

export function NewSkill() {
  const texts = useAdminTexts()
  const { api, home } = useSession()
  const check = useMemo(() => checkSkill(texts), [texts])
  const form: Form<SkillValues> = useForm<SkillValues>({
    initial: NEW_SKILL,
    check,
    async save(values) {
      const { id } = await api.post(`${home}/skills`, toBody(values, undefined), skill)
      form.settle()
      navigate(`skills/${id}`, { replace: true })
    },
  })
  return (
    <FormScreen title={texts.newSkill} back={{ to: 'skills', title: texts.skills }} form={form}>
      <SkillFields form={form} />
    </FormScreen>
  )
}
