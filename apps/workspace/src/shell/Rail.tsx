import { useEffect, useRef } from 'react'
import { useWordsIn } from '../base/preferences.tsx'
import { Link } from '../base/router.tsx'
import { useDeskPart } from '../desk/DeskProvider.tsx'
import type { Feature } from '../feature.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Icon } from './Icon.tsx'
import { Mark } from './Mark.tsx'

type RailProps = { features: readonly Feature[]; current: Feature | undefined }

/** The places one may go to. Settings stand together behind one link, which leads to the first of them. */
export function Rail({ features, current }: RailProps) {
  const texts = useTexts()
  const inWords = useWordsIn()
  const waiting = useDeskPart((state) => state.lists.get('queue')?.total ?? 0)
  const settings = features.filter(({ place }) => place === 'settings')
  const [firstSetting] = settings
  const rail = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: where one is has changed
  useEffect(() => {
    const here = rail.current?.querySelector('[aria-current="page"]')
    here?.scrollIntoView({ block: 'nearest', inline: 'nearest' }) // on a phone the rail is wider than its window
  }, [current])
  return (
    <nav ref={rail} className="rail" aria-label={texts.navigation}>
      <div className="rail-mark">
        <Mark size={28} />
      </div>
      <ul>
        {features
          .filter(({ place }) => place === 'rail')
          .map((feature) => (
            <li key={feature.path}>
              <Link to={feature.path} className="rail-link" aria-current={feature === current ? 'page' : undefined}>
                <Icon of={feature.icon ?? 'settings'} />
                <span>{inWords(feature.title)}</span>
                {feature.path === 'queue' && waiting > 0 && <span className="rail-count tabular">{waiting}</span>}
              </Link>
            </li>
          ))}
        {firstSetting !== undefined && (
          <li>
            <Link
              to={firstSetting.path}
              className="rail-link"
              aria-current={current?.place === 'settings' ? 'page' : undefined}
            >
              <Icon of="settings" />
              <span>{texts.settings}</span>
            </Link>
          </li>
        )}
      </ul>
    </nav>
  )
}
