import { Button } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill, fillCounted } from '../../texts/catalogue.ts'
import { Confirm } from '../kit/Confirm.tsx'
import { CopyField } from '../kit/CopyField.tsx'
import { Part } from '../kit/FormScreen.tsx'
import { adminProblemText, useAdminTexts } from '../texts/useAdminTexts.ts'
import { hintOf } from './NewPerson.tsx'
import { type Invitation, invitation, type Person } from './person.ts'

const sessions = z.object({ items: z.array(z.object({ id: z.string() })) })

/** How somebody gets in, and how they are put out. */
export function PersonAccess({ person: { id, fullName } }: { person: Person }) {
  const texts = useAdminTexts()
  const { api, home } = useSession()
  const asked = useAsked(() => api.get(`${home}/people/${id}/sessions`, sessions), [id])
  const [link, setLink] = useState<Invitation>()
  const [problem, setProblem] = useState<string>()
  const [isAsking, setAsking] = useState(false)
  const [isOut, setOut] = useState(false)
  const make = async (kind: 'invitation' | 'reset') => {
    setProblem(undefined)
    setLink(undefined)
    try {
      setLink(await api.post(`${home}/people/${id}/${kind}`, undefined, invitation))
    } catch (fault) {
      setProblem(adminProblemText(fault, texts))
    }
  }
  const count = asked.data?.items.length ?? 0
  return (
    <Part title={texts.accessOf} hint={texts.accessHint}>
      <div className="admin-buttons">
        <Button variant="default" onClick={() => void make('invitation')}>
          {texts.makeInvitation}
        </Button>
        <Button variant="default" onClick={() => void make('reset')}>
          {texts.makeReset}
        </Button>
      </div>
      <div role="status">
        {link !== undefined && (
          <CopyField label={fill(texts.inviteLink, { name: fullName })} value={link.url} hint={hintOf(link, texts)} />
        )}
      </div>
      {problem !== undefined && (
        <p className="notice bad" role="alert">
          {problem}
        </p>
      )}
      <p role="status">
        {isOut && count === 0
          ? texts.signedOutEverywhere
          : count === 0
            ? texts.notSignedIn
            : fillCounted(texts.sessionsOf, count, texts.locale)}
      </p>
      {count > 0 && (
        <div>
          <Button variant="default" onClick={() => setAsking(true)}>
            {texts.endAll}
          </Button>
        </div>
      )}
      <Confirm
        question={isAsking ? fill(texts.endAllQuestion, { name: fullName }) : undefined}
        action={texts.endAll}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await api.remove(`${home}/people/${id}/sessions`)
          setOut(true)
          asked.again()
        }}
      >
        <p>{texts.endAllHint}</p>
      </Confirm>
    </Part>
  )
}
