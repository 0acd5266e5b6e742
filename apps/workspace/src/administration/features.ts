import type { Feature } from '../feature.ts'
import { groupTexts } from './botGroups/texts.ts'
import { titles } from './texts/titles.ts'

const { en, de } = titles

/** The screens of the administration, in the order of their links. */
export const administrationFeatures: readonly Feature[] = [
  {
    path: 'bots',
    title: { en: en.bots, de: de.bots },
    rights: ['manageBots'],
    place: 'rail',
    icon: 'bots',
    load: () => import('./bots/Bots.tsx'),
  },
  {
    path: 'people',
    title: { en: en.people, de: de.people },
    rights: ['managePeople'],
    place: 'rail',
    icon: 'people',
    load: () => import('./people/People.tsx'),
  },
  {
    path: 'skills',
    title: { en: en.skills, de: de.skills },
    rights: ['manageSkills'],
    place: 'settings',
    load: () => import('./skills/Skills.tsx'),
  },
  {
    path: 'bot-groups',
    title: { en: groupTexts.en.groups, de: groupTexts.de.groups },
    rights: ['manageBots'],
    place: 'settings',
    load: () => import('./botGroups/BotGroups.tsx'),
  },
  {
    path: 'entry-points',
    title: { en: en.entryPoints, de: de.entryPoints },
    rights: ['manageEntryPoints'],
    place: 'settings',
    load: () => import('./entryPoints/EntryPoints.tsx'),
  },
  {
    path: 'routing',
    title: { en: en.routing, de: de.routing },
    rights: ['manageAccount'],
    place: 'settings',
    load: () => import('./account/Routing.tsx'),
  },
  {
    path: 'image-hosts',
    title: { en: en.imageHosts, de: de.imageHosts },
    rights: ['manageAccount'],
    place: 'settings',
    load: () => import('./account/ImageHosts.tsx'),
  },
  {
    path: 'files',
    title: { en: en.files, de: de.files },
    rights: ['manageAccount'],
    place: 'settings',
    load: () => import('./account/FileSettings.tsx'),
  },
  {
    path: 'access',
    title: { en: en.access, de: de.access },
    rights: ['manageAccount'],
    place: 'settings',
    load: () => import('./account/Access.tsx'),
  },
  {
    path: 'credentials',
    title: { en: en.credentials, de: de.credentials },
    rights: ['manageBots'],
    place: 'settings',
    load: () => import('./credentials/Credentials.tsx'),
  },
  {
    path: 'keys',
    title: { en: en.keys, de: de.keys },
    rights: ['manageKeys'],
    place: 'settings',
    load: () => import('./keys/Keys.tsx'),
  },
  {
    path: 'account',
    title: { en: en.general, de: de.general },
    rights: ['manageAccount'],
    place: 'settings',
    load: () => import('./account/General.tsx'),
  },
  {
    path: 'changes',
    title: { en: en.auditLog, de: de.auditLog },
    rights: ['readAudit'],
    place: 'settings',
    load: () => import('./audit/AuditLog.tsx'),
  },
]
