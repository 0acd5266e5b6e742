import { useRoute } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { ListScreen, Switched } from '../kit/ListScreen.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { NewSkill } from './NewSkill.tsx'
import { OneSkill } from './OneSkill.tsx'
import { skill } from './skill.ts'

/** What queues are for; `skills/new` and `skills/3` are one of them. */
export default function Skills() {
  const { parts } = useRoute()
  const [, which] = parts
  if (which === undefined) return <SkillList />
  return which === 'new' ? <NewSkill /> : <OneSkill key={which} id={which} />
}

function SkillList() {
  const texts = useAdminTexts()
  const { home } = useSession()
  return (
    <ListScreen
      title={texts.skills}
      hint={texts.skillsHint}
      path={`${home}/skills`}
      item={skill}
      keyOf={({ id }) => id}
      nameTitle={texts.name}
      name={({ id, name, description }) => ({
        text: name,
        to: `skills/${id}`,
        ...(description !== '' && { detail: description }),
      })}
      columns={[
        { title: texts.skillNumber, cell: ({ id }) => <span className="tabular">{id}</span> },
        { title: texts.state, cell: ({ enabled }) => <Switched isOn={enabled} /> },
      ]}
      create={{ to: 'skills/new', title: texts.newSkill }}
      empty={{ title: texts.noSkillsYet, hint: texts.noSkillsHint }}
    />
  )
}
