import { useRoute } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { ListScreen, Switched } from '../kit/ListScreen.tsx'
import { type KnownSkill, useSkills } from '../kit/skills.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { NewPerson } from './NewPerson.tsx'
import { OnePerson } from './OnePerson.tsx'
import { person } from './person.ts'

/** Who works here; `people/new` and `people/17` are one of them. */
export default function People() {
  const { parts } = useRoute()
  const [, which] = parts
  if (which === undefined) return <PeopleList />
  return which === 'new' ? <NewPerson /> : <OnePerson key={which} id={which} />
}

const NAMED = 2

function PeopleList() {
  const texts = useAdminTexts()
  const { home } = useSession()
  const skills = useSkills().data ?? []
  return (
    <ListScreen
      title={texts.people}
      hint={texts.peopleHint}
      path={`${home}/people`}
      item={person}
      keyOf={({ id }) => id}
      nameTitle={texts.name}
      name={({ id, fullName, nickname, email }) => ({
        text: fullName,
        detail: [nickname, email].filter(Boolean).join(' · '),
        to: `people/${id}`,
      })}
      columns={[
        { title: texts.role, cell: ({ role }) => texts.roles[role], isMinor: true },
        { title: texts.personSkills, cell: ({ skillIds }) => <Skills ids={skillIds} known={skills} />, isMinor: true },
        {
          title: texts.capacity,
          cell: ({ capacity }) => <span className="tabular">{capacity}</span>,
          isMinor: true,
        },
        { title: texts.state, cell: ({ enabled }) => <Switched isOn={enabled} /> },
      ]}
      create={{ to: 'people/new', title: texts.newPerson }}
      empty={{ title: texts.noPeople, hint: texts.noPeopleHint }}
    />
  )
}

/** The first ones by name, the others by number. */
export function Skills({ ids, known }: { ids: readonly number[]; known: readonly KnownSkill[] }) {
  const texts = useAdminTexts()
  if (ids.length === 0) return <span className="quiet">{texts.noSkills}</span>
  const names = ids.map((id) => known.find((skill) => skill.id === id)?.name ?? fill(texts.number, { id }))
  return (
    <span title={names.join(', ')}>
      {names.slice(0, NAMED).map((name) => (
        <span key={name} className="admin-chip" dir="auto">
          {name}
        </span>
      ))}
      {names.length > NAMED && <span className="quiet">{fill(texts.moreSkills, { count: names.length - NAMED })}</span>}
    </span>
  )
}
