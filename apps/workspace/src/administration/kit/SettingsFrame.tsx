import '../admin.css'
import type { ReactNode } from 'react'
import { useWordsIn } from '../../base/preferences.tsx'
import { Link } from '../../base/router.tsx'
import type { Feature } from '../../feature.ts'
import { useTexts } from '../../texts/useTexts.ts'

type SettingsFrameProps = { features: readonly Feature[]; current: Feature; children: ReactNode }

/** The settings beside their list. @param features those that this person may open */
export function SettingsFrame({ features, current, children }: SettingsFrameProps) {
  const texts = useTexts()
  const inWords = useWordsIn()
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={texts.settings}>
        <ul>
          {features.map((feature) => (
            <li key={feature.path}>
              <Link to={feature.path} aria-current={feature === current ? 'page' : undefined}>
                {inWords(feature.title)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div>{children}</div>
    </div>
  )
}
