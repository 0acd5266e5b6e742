import { Link, useRoute } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { Icon } from '../../shell/Icon.tsx'
import { type Group, useGroups } from '../botGroups/group.ts'
import { useGroupTexts } from '../botGroups/texts.ts'
import { ListScreen, Switched } from '../kit/ListScreen.tsx'
import { useSkills } from '../kit/skills.tsx'
import { Skills } from '../people/People.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { type ListedBot, listedBot } from './bot.ts'
import { NewBot } from './NewBot.tsx'
import { OneBot } from './OneBot.tsx'

/** Programs that answer first. */
export default function Bots() {
  const { parts } = useRoute()
  const [, which] = parts
  if (which === undefined) return <BotList />
  return which === 'new' ? <NewBot /> : <OneBot key={which} id={which} />
}

function BotList() {
  const texts = useAdminTexts()
  const { home } = useSession()
  const skills = useSkills().data ?? []
  const groups = useGroups().data ?? []
  return (
    <ListScreen
      title={texts.bots}
      hint={texts.bot.hint}
      path={`${home}/bots?order=group`}
      item={listedBot}
      keyOf={({ id }) => id}
      nameTitle={texts.name}
      name={({ id, name, nickname }) => ({ text: name, detail: nickname, to: `bots/${id}` })}
      columns={[
        {
          title: texts.bot.address,
          cell: ({ config: { baseUrl } }) =>
            baseUrl === undefined ? texts.bot.isWritten : <code dir="ltr">{hostOf(baseUrl)}</code>,
          isMinor: true,
        },
        { title: texts.bot.skills, cell: ({ skillIds }) => <Skills ids={skillIds} known={skills} />, isMinor: true },
        { title: texts.state, cell: ({ enabled }) => <Switched isOn={enabled} /> },
      ]}
      {...(groups.length > 0 && {
        sectionOf: ({ groupId }: ListedBot) => ({
          key: groupId ?? 'none',
          title: <GroupTitle group={groups.find(({ id }) => id === groupId)} />,
        }),
      })}
      create={{ to: 'bots/new', title: texts.bot.create }}
      empty={{ title: texts.bot.none, hint: texts.bot.noneHint }}
    />
  )
}

/** What its bots stand under; a sign says that they take over from each other (dialogs R1.6). */
function GroupTitle({ group }: { group: Group | undefined }) {
  const texts = useGroupTexts()
  if (group === undefined) return texts.inNoGroup
  return (
    <>
      <Link to={`bot-groups/${group.id}`} dir="auto">
        {group.name}
      </Link>
      {group.collaborates && (
        <span className="admin-helps meta">
          <Icon of="people" size={16} />
          {texts.helpEachOther}
        </span>
      )}
    </>
  )
}

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : address)
