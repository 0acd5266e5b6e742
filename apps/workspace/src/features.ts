import { administrationFeatures } from './administration/features.ts'
import type { Feature } from './feature.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import { conversationFeatures, wordFeatures } from './words/features.ts'

/** All screens, in the order of their links. */
export const FEATURES: readonly Feature[] = [
  {
    path: 'inbox',
    title: { en: en.inbox, de: de.inbox },
    rights: ['answer', 'seeAll'],
    place: 'rail',
    icon: 'inbox',
    load: () => import('./inbox/Inbox.tsx'),
  },
  {
    path: 'queue',
    title: { en: en.queue, de: de.queue },
    rights: ['answer', 'seeAll'],
    place: 'rail',
    icon: 'queue',
    load: () => import('./inbox/Inbox.tsx'),
  },
  ...conversationFeatures,
  ...administrationFeatures,
  ...wordFeatures,
  { path: 'me', title: { en: en.me, de: de.me }, rights: [], place: 'none', load: () => import('./me/Me.tsx') },
]
