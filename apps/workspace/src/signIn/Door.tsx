import './signIn.css'
import type { ReactNode } from 'react'
import { Mark } from '../shell/Mark.tsx'
import { useTexts } from '../texts/useTexts.ts'

type DoorProps = { title: string; hint?: string | undefined; children?: ReactNode }

/** The card that stands before everything else. */
export function Door({ title, hint, children }: DoorProps) {
  const { appName } = useTexts()
  return (
    <main className="door">
      <div className="door-card">
        <div className="door-brand">
          <Mark />
          {appName}
        </div>
        <div>
          <h1>{title}</h1>
          {hint !== undefined && <p className="quiet">{hint}</p>}
        </div>
        {children}
      </div>
    </main>
  )
}
