import { administrationFeatures } from './administration/features.ts'
import { de as contentDe } from './content/texts/de.ts'
import { en as contentEn } from './content/texts/en.ts'
import type { Feature } from './feature.ts'
import { liveFeatures } from './live/features.ts'
import { surveyFeatures } from './surveys/features.ts'
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
  ...liveFeatures,
  ...conversationFeatures,
  ...surveyFeatures,
  ...administrationFeatures,
  ...wordFeatures,
  {
    path: 'content',
    title: { en: contentEn.title, de: contentDe.title },
    rights: ['manageCards'],
    place: 'rail',
    icon: 'content',
    load: () => import('./content/ContentScreen.tsx'),
  },
  { path: 'me', title: { en: en.me, de: de.me }, rights: [], place: 'none', load: () => import('./me/Me.tsx') },
]
