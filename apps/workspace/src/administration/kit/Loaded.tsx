import { Button, Loader } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from '../../base/router.tsx'
import type { Asked } from '../../base/useAsked.ts'
import { adminProblemText, useAdminTexts } from '../texts/useAdminTexts.ts'

type LoadedProps<T> = { asked: Asked<T>; children: (data: T) => ReactNode; back?: string }

/** Shows what was asked for when it is there; until then, or instead, says so. */
export function Loaded<T>({ asked, children, back }: LoadedProps<T>) {
  const texts = useAdminTexts()
  if (asked.data !== undefined) return children(asked.data)
  if (asked.problem?.status === 404) {
    return (
      <div className="empty">
        <h1>{texts.gone}</h1>
        <p>{texts.goneHint}</p>
        {back !== undefined && (
          <Button component={Link} to={back} variant="default">
            {texts.backToList}
          </Button>
        )}
      </div>
    )
  }
  if (asked.problem !== undefined) {
    return (
      <div className="empty" role="alert">
        <h1>{texts.notLoaded}</h1>
        <p>{adminProblemText(asked.problem, texts)}</p>
        <Button onClick={asked.again}>{texts.retry}</Button>
      </div>
    )
  }
  return (
    <div className="empty" aria-busy="true">
      <Loader size="sm" aria-label={texts.loading} />
    </div>
  )
}
