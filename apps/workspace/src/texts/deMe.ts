import type { meTexts as en } from './enMe.ts'

export const meTexts: typeof en = {
  profile: 'Profil',
  appearance: 'Aussehen',
  notifications: 'Wenn jemand wartet',
  outside: 'Angebote außerhalb dieser Seite zeigen',
  outsideHint: 'Während die Seite nicht zu sehen ist. Nur an diesem Gerät; was geschrieben wurde, wird nicht gezeigt.',
  outsideDenied: 'Ihr Browser erlaubt es nicht. In seinen Einstellungen für diese Seite können Sie das ändern.',
  outsideUnsupported: 'Dieser Browser kann das nicht.',
  offerOutside: 'Ihnen wird ein Gespräch angeboten',
  mailWhenWaiting: 'Mir eine E-Mail schreiben, während ich abwesend bin',
  mailWhenWaitingHint:
    'Wenn jemand minutenlang auf einen Ihrer Skills wartet; höchstens einmal in einer halben Stunde.',
  changePassword: 'Passwort ändern',
  currentPassword: 'Jetziges Passwort',
  wrongPassword: 'Das jetzige Passwort stimmt nicht.',
  passwordChanged: 'Das Passwort ist geändert. Andere Sitzungen wurden beendet.',
  sessions: 'Wo Sie angemeldet sind',
  thisSession: 'Diese hier',
  endSession: 'Beenden',
  endSessionOf: 'Sitzung von {name} beenden',
  lastUsed: 'Zuletzt benutzt {when}',
  signedInAt: 'Angemeldet {when}',
  noSessions: 'Nur hier.',
  unknownDevice: 'Unbekanntes Gerät',
}
