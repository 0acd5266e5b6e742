/** What the screens are called; apart from their words, because the links are there before the screens. */
const en = {
  people: 'People',
  skills: 'Skills',
  entryPoints: 'Entry points',
  bots: 'Bots',
  routing: 'Routing',
  general: 'Account',
  imageHosts: 'Cards',
  files: 'Files',
  access: 'Sign-in',
  credentials: 'Credentials',
  keys: 'API keys',
  auditLog: 'Changes',
}

const de: typeof en = {
  people: 'Personen',
  skills: 'Skills',
  entryPoints: 'Eingänge',
  bots: 'Bots',
  routing: 'Verteilung',
  general: 'Konto',
  imageHosts: 'Karten',
  files: 'Dateien',
  access: 'Anmeldung',
  credentials: 'Zugangsdaten',
  keys: 'API-Schlüssel',
  auditLog: 'Änderungen',
}

export const titles = { en, de } as const
