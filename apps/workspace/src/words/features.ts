import type { Feature } from '../feature.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'

/** Screens that everybody at a desk has, beside the inbox. */
export const conversationFeatures: readonly Feature[] = [
  {
    path: 'conversations',
    title: { en: en.conversations, de: de.conversations },
    rights: ['readConversations'],
    place: 'rail',
    icon: 'conversations',
    load: () => import('../conversations/Conversations.tsx'),
  },
  {
    path: 'consumers',
    title: { en: en.consumer, de: de.consumer },
    rights: ['readConversations'],
    place: 'none',
    load: () => import('../conversations/Consumer.tsx'),
  },
]

/** Words that people prepare, and what becomes of words; among the settings. */
export const wordFeatures: readonly Feature[] = [
  {
    path: 'saved-replies',
    title: { en: en.savedReplies, de: de.savedReplies },
    rights: ['manageWords'],
    place: 'settings',
    load: () => import('./savedReplies/SavedReplies.tsx'),
  },
  {
    path: 'tags',
    title: { en: en.tags, de: de.tags },
    rights: ['manageWords'],
    place: 'settings',
    load: () => import('./tags/Tags.tsx'),
  },
  {
    path: 'automatic-messages',
    title: { en: en.automatic, de: de.automatic },
    rights: ['manageWords'],
    place: 'settings',
    load: () => import('./automatic/AutomaticMessages.tsx'),
  },
  {
    path: 'opening-hours',
    title: { en: en.hours, de: de.hours },
    rights: ['manageWords'],
    place: 'settings',
    load: () => import('./automatic/OpeningHours.tsx'),
  },
  {
    path: 'privacy',
    title: { en: en.privacy, de: de.privacy },
    rights: ['manageAccount'],
    place: 'settings',
    load: () => import('./Privacy.tsx'),
  },
]
