import { Button, Loader } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { useNow, whenText } from '../base/time.ts'
import { useAsked } from '../base/useAsked.ts'
import { useApi } from '../session/SessionProvider.tsx'
import { fill } from '../texts/catalogue.ts'
import { problemText, useTexts } from '../texts/useTexts.ts'

const session = z.object({
  id: z.string(),
  createdAt: z.number(),
  seenAt: z.number(),
  userAgent: z.string().optional(),
  address: z.string().optional(),
  current: z.boolean().optional(),
})
const sessions = z.object({ items: z.array(session) })

export function Sessions() {
  const texts = useTexts()
  const api = useApi()
  const now = useNow()
  const [problem, setProblem] = useState<string>()
  const asked = useAsked(() => api.get('/me/sessions', sessions), [])
  const end = async (id: string) => {
    setProblem(undefined)
    try {
      await api.remove(`/me/sessions/${encodeURIComponent(id)}`)
      asked.again()
    } catch (fault) {
      setProblem(problemText(fault, texts))
    }
  }
  const said = problem ?? (asked.problem && problemText(asked.problem, texts))
  return (
    <section aria-labelledby="me-sessions">
      <h2 id="me-sessions">{texts.sessions}</h2>
      {said !== undefined && (
        <p role="alert" className="notice bad">
          {said}
        </p>
      )}
      {asked.loading && asked.data === undefined && <Loader size="sm" aria-label={texts.loading} />}
      <ul className="me-sessions">
        {(asked.data?.items ?? []).map(({ id, createdAt, seenAt, userAgent, current }) => {
          const name = deviceOf(userAgent) ?? texts.unknownDevice
          const used = fill(texts.lastUsed, { when: whenText(seenAt, now, texts.locale) })
          const signedIn = fill(texts.signedInAt, { when: whenText(createdAt, now, texts.locale) })
          return (
            <li key={id}>
              <div>
                <strong>{name}</strong> {current === true && <span className="meta">{texts.thisSession}</span>}
                <p className="meta">
                  {used} · {signedIn}
                </p>
              </div>
              {current !== true && (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={fill(texts.endSessionOf, { name })}
                  onClick={() => void end(id)}
                >
                  {texts.endSession}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const BROWSERS = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const
const SYSTEMS = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
] as const

/** "Firefox · Windows", as far as what the browser says of itself can be trusted. */
function deviceOf(userAgent: string | undefined): string | undefined {
  const find = (known: readonly (readonly [RegExp, string])[]) =>
    known.find(([pattern]) => userAgent !== undefined && pattern.test(userAgent))?.[1]
  const found = [find(BROWSERS), find(SYSTEMS)].filter((name) => name !== undefined)
  return found.length === 0 ? undefined : found.join(' · ')
}
