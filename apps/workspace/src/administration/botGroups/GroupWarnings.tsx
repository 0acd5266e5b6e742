import { Button } from '@mantine/core'
import { z } from 'zod'
import { Link } from '../../base/router.tsx'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Part } from '../kit/FormScreen.tsx'
import { adminProblemText, useAdminTexts } from '../texts/useAdminTexts.ts'
import { useGroupTexts } from './texts.ts'

const member = z.object({ id: z.number(), name: z.string() })
const warnings = z.object({
  unasked: z.array(
    member.extend({ why: z.enum(['endpoint', 'off', 'asksAfterwards', 'withoutSkill', 'unpublished']) }),
  ),
  overlaps: z.array(z.object({ kind: z.enum(['pattern', 'intent']), words: z.string(), bots: z.array(member) })),
})

type GroupWarningsProps = {
  path: string
  /** Asked again when it changes: what was saved of the group. */
  saved: string
}

/** What keeps the bots from helping each other well, as they are published now. */
export function GroupWarnings({ path, saved }: GroupWarningsProps) {
  const texts = useGroupTexts()
  const adminTexts = useAdminTexts()
  const { api } = useSession()
  const { data, problem, again } = useAsked(() => api.get(`${path}/warnings`, warnings), [path, saved])
  if (problem !== undefined) {
    return (
      <Part title={texts.warnings}>
        <p className="notice bad" role="alert">
          {adminProblemText(problem, adminTexts)}
        </p>
        <div>
          <Button variant="default" onClick={again}>
            {adminTexts.retry}
          </Button>
        </div>
      </Part>
    )
  }
  if (data === undefined) return null
  // Too many of them are told where they are chosen.
  const { unasked, overlaps } = data
  const isFine = unasked.length === 0 && overlaps.length === 0
  return (
    <Part title={texts.warnings} hint={isFine ? texts.warningsNone : texts.warningsHint}>
      {unasked.length > 0 && (
        <div>
          <h3>{texts.unasked}</h3>
          <ul className="admin-referrers">
            {unasked.map(({ id, name, why }) => (
              <li key={id}>
                <BotLink id={id} name={name} /> <span className="quiet">{texts.whyUnasked[why]}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {overlaps.length > 0 && (
        <div>
          <h3>{texts.overlaps}</h3>
          <ul className="admin-referrers">
            {overlaps.map(({ kind, words, bots }) => (
              <li key={`${kind} ${words}`}>
                {kind === 'pattern' ? <code dir="auto">{words}</code> : <span dir="auto">{words}</span>}{' '}
                <span className="quiet">{texts.overlapOf[kind]}</span>{' '}
                {bots.map(({ id, name }, place) => (
                  <span key={id}>
                    {place > 0 && ', '}
                    <BotLink id={id} name={name} />
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Part>
  )
}

const BotLink = ({ id, name }: { id: number; name: string }) => (
  <Link to={`bots/${id}`} dir="auto">
    {name}
  </Link>
)
