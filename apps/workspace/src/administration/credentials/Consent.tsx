import { Button } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { useRoute } from '../../base/router.tsx'
import { momentText } from '../../base/time.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { CopyField } from '../kit/CopyField.tsx'
import { Part } from '../kit/FormScreen.tsx'
import { adminProblemText, useAdminTexts } from '../texts/useAdminTexts.ts'
import type { Credential } from './credential.ts'

type ConsentProps = {
  found: Credential
  path: string
  /** What is on the screen is not saved: consent would be for what was there before. */
  isDirty: boolean
}

const started = z.object({ url: z.string() })

/** Lets somebody consent at the other service; the browser goes there and comes back to this screen. */
export function Consent({ found: { facts }, path, isDirty }: ConsentProps) {
  const all = useAdminTexts()
  const texts = all.credential
  const { api } = useSession()
  const { query } = useRoute()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const begin = async () => {
    setProblem(undefined)
    setBusy(true)
    try {
      const { url } = await api.post(`${path}/consent`, {}, started)
      location.assign(url)
    } catch (fault) {
      setProblem(adminProblemText(fault, all))
      setBusy(false)
    }
  }
  const came = query.get('consent')
  const at = (moment: unknown) => (typeof moment === 'number' ? momentText(moment, all.locale) : undefined)
  const given = at(facts.consentedAt)
  const ends = at(facts.consentEndsAt)
  return (
    <div className="admin-form">
      <Part title={texts.consent} hint={texts.consentHint}>
        {came !== null && came !== 'given' && (
          <p className="notice bad" role="alert">
            {texts.consentEnds[came] ?? texts.consentEnds.refused}
          </p>
        )}
        <p role="status">
          {given === undefined ? texts.noConsent : fill(texts.consentGiven, { when: given })}{' '}
          {ends !== undefined && fill(texts.consentUntil, { when: ends })}
        </p>
        <CopyField label={texts.redirectUri} hint={texts.redirectUriHint} value={`${location.origin}/oauth/callback`} />
        <div>
          <Button
            variant={given === undefined ? 'filled' : 'default'}
            loading={isBusy}
            disabled={isDirty}
            onClick={() => void begin()}
          >
            {given === undefined ? texts.giveConsent : texts.giveConsentAgain}
          </Button>
        </div>
        {isDirty && <p className="meta">{texts.saveFirst}</p>}
        {problem !== undefined && (
          <p className="notice bad" role="alert">
            {problem}
          </p>
        )}
      </Part>
    </div>
  )
}
