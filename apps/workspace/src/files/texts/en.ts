import { fileWords } from '@baton/ui'
/** Words around files: attaching, looking, saving, and what an account lets through. */
export const en = {
  locale: 'en',
  attach: 'Attach',
  channelTakesNone: 'Files are switched off for this account.',
  // the files of a conversation
  files: 'Files',
  noFiles: 'No files yet.',
  fromConsumer: 'Consumer',
  fromUs: 'From us',
  showMore: 'Show more',
  filesFailed: 'The files could not be listed.',
  // settings
  title: 'Files',
  hint: 'What consumers and your people may send. Every file is looked at before anybody sees it; at most 5 MB each.',
  enabled: 'Files may be sent',
  enabledHint: 'Off: nobody can attach anything, and bots that ask for a file are told so.',
  fromConsumers: 'Kinds from consumers',
  fromAgents: 'Kinds from your people',
  macros: 'Let documents with macros through',
  macrosHint: 'Macros are programs. They are refused unless you need them.',
  ...fileWords.en,
}

export type FileTexts = typeof en
