import '../admin.css'
import { type ReactNode, useEffect, useRef } from 'react'
import { useWordsIn } from '../../base/preferences.tsx'
import { Link } from '../../base/router.tsx'
import type { Feature } from '../../feature.ts'
import { useTexts } from '../../texts/useTexts.ts'

type SettingsFrameProps = { features: readonly Feature[]; current: Feature; children: ReactNode }

/** The settings beside their list. @param features those that this person may open */
export function SettingsFrame({ features, current, children }: SettingsFrameProps) {
  const texts = useTexts()
  const inWords = useWordsIn()
  const nav = useRef<HTMLElement>(null)
  // Where the list is a line that scrolls, the current one may be out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen is another place in the line
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [current])
  return (
    <div className="settings">
      <nav ref={nav} className="settings-nav" aria-label={texts.settings}>
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
