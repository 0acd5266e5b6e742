import type { Feature } from '../feature.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'

/** Screens of those who direct the work. */
export const liveFeatures: readonly Feature[] = [
  {
    path: 'live',
    title: { en: en.live, de: de.live },
    rights: ['seeAll'],
    place: 'rail',
    icon: 'live',
    load: () => import('./Live.tsx'),
  },
]
