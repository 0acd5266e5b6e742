import { useRoute } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { ListScreen, Switched } from '../kit/ListScreen.tsx'
import { useSkills } from '../kit/skills.tsx'
import { Skills } from '../people/People.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { listedBot } from './bot.ts'
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
  return (
    <ListScreen
      title={texts.bots}
      hint={texts.bot.hint}
      path={`${home}/bots`}
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
      create={{ to: 'bots/new', title: texts.bot.create }}
      empty={{ title: texts.bot.none, hint: texts.bot.noneHint }}
    />
  )
}

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : address)
