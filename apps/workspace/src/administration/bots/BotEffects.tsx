import { z } from 'zod'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'

const named = z.array(z.object({ name: z.string() }))
const uses = z.object({ alone: named, surveys: named })

/** What it means when this bot is switched off. @param path of the bot at the server */
export function BotEffects({ path }: { path: string }) {
  const texts = useAdminTexts().bot
  const { api } = useSession()
  const { data } = useAsked(() => api.get(`${path}/uses`, uses), [path])
  const names = (of: z.infer<typeof named>) => of.map(({ name }) => name).join(', ')
  return (
    <>
      <p>{texts.offHint}</p>
      {data !== undefined && data.alone.length > 0 && (
        <p className="notice waiting">{fill(texts.offAlone, { names: names(data.alone) })}</p>
      )}
      {data !== undefined && data.surveys.length > 0 && (
        <p className="notice waiting">{fill(texts.offSurveys, { names: names(data.surveys) })}</p>
      )}
    </>
  )
}
