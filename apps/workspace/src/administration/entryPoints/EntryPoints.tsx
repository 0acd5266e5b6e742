import { useRoute } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { fillCounted } from '../../texts/catalogue.ts'
import { ListScreen, Switched } from '../kit/ListScreen.tsx'
import { useSkills } from '../kit/skills.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { entryPoint } from './entryPoint.ts'
import { NewEntryPoint } from './NewEntryPoint.tsx'
import { OneEntryPoint } from './OneEntryPoint.tsx'

/** Where consumers come in. */
export default function EntryPoints() {
  const { parts } = useRoute()
  const [, which] = parts
  if (which === undefined) return <EntryPointList />
  return which === 'new' ? <NewEntryPoint /> : <OneEntryPoint key={which} id={which} />
}

function EntryPointList() {
  const texts = useAdminTexts()
  const { home } = useSession()
  const skills = useSkills().data ?? []
  return (
    <ListScreen
      title={texts.entryPoints}
      hint={texts.entryPointsHint}
      path={`${home}/entry-points`}
      item={entryPoint}
      keyOf={({ id }) => id}
      nameTitle={texts.name}
      name={({ id, name }) => ({ text: name, detail: id, to: `entry-points/${encodeURIComponent(id)}` })}
      columns={[
        {
          title: texts.firstSkill,
          cell: ({ skillId }) => (
            <span className="admin-free" dir="auto">
              {skills.find(({ id }) => id === skillId)?.name ?? skillId}
            </span>
          ),
        },
        {
          title: texts.origins,
          cell: ({ origins }) =>
            origins.length === 0 ? texts.thisMachine : fillCounted(texts.originCount, origins.length, texts.locale),
          isMinor: true,
        },
        { title: texts.state, cell: ({ enabled }) => <Switched isOn={enabled} /> },
      ]}
      create={{ to: 'entry-points/new', title: texts.newEntryPoint }}
      empty={{ title: texts.noEntryPoints, hint: texts.noEntryPointsHint }}
    />
  )
}
