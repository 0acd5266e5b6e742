import { Button } from '@mantine/core'
import { useState } from 'react'
import { ApiProblem, type ProblemPart } from '../../base/http.ts'
import { Link, navigate } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { Confirm } from '../kit/Confirm.tsx'
import { Part } from '../kit/FormScreen.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { referrerText } from './referrerText.ts'

/** Takes a skill away for good. What still refers to it is named, each with a link to where that can be changed. */
export function DeleteSkill({ name, path }: { name: string; path: string }) {
  const texts = useAdminTexts()
  const { api } = useSession()
  const [isAsking, setAsking] = useState(false)
  const [referrers, setReferrers] = useState<readonly ProblemPart[]>([])
  const close = () => {
    setAsking(false)
    setReferrers([])
  }
  return (
    <Part title={texts.deleteSkill} hint={texts.deleteSkillHint}>
      <div>
        <Button variant="outline" color="red" onClick={() => setAsking(true)}>
          {texts.deleteSkill}
        </Button>
      </div>
      <Confirm
        question={isAsking ? fill(texts.deleteSkillQuestion, { name }) : undefined}
        action={texts.deleteSkill}
        onClose={close}
        onConfirm={async () => {
          try {
            await api.remove(path)
          } catch (fault) {
            setReferrers(fault instanceof ApiProblem ? fault.problems : [])
            throw fault
          }
          navigate('skills', { replace: true })
        }}
      >
        <p>{texts.deleteSkillEffect}</p>
        {referrers.length > 0 && (
          <ul className="admin-referrers">
            {referrers.map((one) => (
              <li key={`${one.path} ${one.rule}`} dir="auto">
                <Referrer of={one} />
              </li>
            ))}
          </ul>
        )}
      </Confirm>
    </Part>
  )
}

function Referrer({ of }: { of: ProblemPart }) {
  const text = referrerText(of, useAdminTexts())
  return of.path === '' ? text : <Link to={of.path.slice(1)}>{text}</Link>
}
