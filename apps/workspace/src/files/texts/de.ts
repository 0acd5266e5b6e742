import { fileWords } from '@baton/ui'
import type { FileTexts } from './en.ts'

export const de: FileTexts = {
  locale: 'de',
  attach: 'Anhängen',
  channelTakesNone: 'Dateien sind für dieses Konto abgeschaltet.',
  // the files of a conversation
  files: 'Dateien',
  noFiles: 'Noch keine Dateien.',
  fromConsumer: 'Kunde',
  fromUs: 'Von uns',
  showMore: 'Mehr zeigen',
  filesFailed: 'Die Dateien ließen sich nicht auflisten.',
  // settings
  title: 'Dateien',
  hint: 'Was Kunden und Ihre Leute senden dürfen. Jede Datei wird angesehen, bevor jemand sie sieht; je höchstens 5 MB.',
  enabled: 'Dateien dürfen gesendet werden',
  enabledHint: 'Aus: Niemand kann etwas anhängen, und Bots, die eine Datei wollen, erfahren es.',
  fromConsumers: 'Arten von Kunden',
  fromAgents: 'Arten von Ihren Leuten',
  macros: 'Dokumente mit Makros durchlassen',
  macrosHint: 'Makros sind Programme. Sie werden abgewiesen, wenn Sie sie nicht brauchen.',
  ...fileWords.de,
}
