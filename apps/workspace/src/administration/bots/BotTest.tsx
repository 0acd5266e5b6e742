import { Button } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { CopyField } from '../kit/CopyField.tsx'
import { Part } from '../kit/FormScreen.tsx'
import { adminProblemText, useAdminTexts } from '../texts/useAdminTexts.ts'
import { type BotConfig, configBody } from './bot.ts'

const STEPS = ['reached', 'trusted', 'known', 'readable', 'online', 'environment'] as const
const OUTCOMES = ['fine', 'failed', 'warning', 'not-reached'] as const
const SIGNS = { fine: '✓', failed: '✕', warning: '!', 'not-reached': '·' } as const

const connectionTest = z.object({
  ok: z.boolean(),
  message: z.string(),
  version: z.string().optional(),
  durationMs: z.number(),
  steps: z.array(
    z.object({
      step: z.enum(STEPS),
      outcome: z.enum(OUTCOMES),
      message: z.string().optional(),
      reason: z.object({ code: z.string(), values: z.record(z.string(), z.string()).optional() }).optional(),
      path: z.string().optional(),
    }),
  ),
})
type ConnectionTest = z.infer<typeof connectionTest>

/** Asks the service step by step, with the settings that are on the screen. */
export function BotTest({ config }: { config: BotConfig }) {
  const texts = useAdminTexts()
  const { api, home } = useSession()
  const [found, setFound] = useState<ConnectionTest>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const test = async () => {
    setBusy(true)
    setProblem(undefined)
    setFound(undefined)
    try {
      setFound(await api.post(`${home}/bots/test`, { config: configBody(config) }, connectionTest))
    } catch (fault) {
      setProblem(adminProblemText(fault, texts))
    }
    setBusy(false)
  }
  return (
    <Part title={texts.bot.test} hint={texts.bot.testHint}>
      <div>
        <Button variant="default" loading={isBusy} onClick={() => void test()}>
          {texts.bot.test}
        </Button>
      </div>
      <div role="status">
        {isBusy && <p className="quiet">{texts.bot.testing}</p>}
        {problem !== undefined && <p className="notice bad">{problem}</p>}
        {found !== undefined && <Outcome found={found} />}
      </div>
    </Part>
  )
}

function Outcome({ found: { ok, steps, version, durationMs } }: { found: ConnectionTest }) {
  const texts = useAdminTexts().bot
  const failed = steps.find(({ outcome }) => outcome === 'failed')
  const about = [
    fill(texts.testTook, { ms: Math.round(durationMs) }),
    ...(version === undefined ? [] : [fill(texts.version, { version })]),
  ]
  return (
    <div className="choices">
      <p className={ok ? 'notice good' : 'notice bad'}>
        {ok || failed === undefined ? texts.testFine : fill(texts.testFailed, { step: texts.steps[failed.step] })}
      </p>
      <ol className="test-steps">
        {steps.map(({ step, outcome, message, reason, path }) => (
          <li key={step} className={outcome}>
            <span className="sign" aria-hidden="true">
              {SIGNS[outcome]}
            </span>
            <span>
              {outcome === 'failed' ? <strong>{texts.steps[step]}</strong> : texts.steps[step]}
              {message !== undefined && <Why message={message} reason={reason} />}
              {path !== undefined && texts.fields[path] !== undefined && (
                <span className="meta block">{fill(texts.lookAt, { field: texts.fields[path] ?? '' })}</span>
              )}
            </span>
            <span className="meta">{texts.outcomes[outcome]}</span>
          </li>
        ))}
      </ol>
      <p className="meta">{about.join(' · ')}</p>
    </div>
  )
}

type WhyProps = { message: string; reason: { code: string; values?: Record<string, string> | undefined } | undefined }

/** In the page's language where we know the reason; the server's own words are folded away beneath. */
function Why({ message, reason }: WhyProps) {
  const texts = useAdminTexts().bot
  const known = reason && texts.reasons[reason.code]
  if (reason === undefined || known === undefined) return <span className="block">{message}</span>
  return (
    <>
      <span className="block">{fill(known, reason.values ?? {})}</span>
      <details className="meta">
        <summary>{texts.details}</summary>
        <bdi lang="en">{message}</bdi>
      </details>
    </>
  )
}

/** With what the service can check who calls. */
export function BotSigning() {
  const texts = useAdminTexts().bot
  const base = location.origin
  return (
    <Part title={texts.signing} hint={texts.signingHint} className="admin-wide">
      <CopyField label={texts.jwks} value={`${base}/.well-known/jwks.json`} />
      <CopyField label={texts.pem} value={`${base}/.well-known/baton-signing-key.pem`} />
    </Part>
  )
}
