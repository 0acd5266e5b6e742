import type { Letter } from '../letters.ts'

interface Words {
  readonly subject: string
  readonly lines: readonly string[]
}

/** What a letter says, in the person's language. Plain text: nothing in a name can become markup. */
export function wordsOf(letter: Letter): Words {
  const isGerman = letter.person.preferences?.language?.toLowerCase().split('-')[0] === 'de'
  return (isGerman ? german : english)(letter)
}

function english(letter: Letter): Words {
  const { person, accountName, url } = letter
  const hello = `Hello ${person.nickname},`
  switch (letter.kind) {
    case 'invitation':
      return {
        subject: `Your invitation to ${accountName}`,
        lines: [
          hello,
          `${accountName} works with Baton, and you are invited to join. Choose a password here:`,
          url,
          `The link works once, until ${moment(letter.expiresAt, 'en')}.`,
        ],
      }
    case 'reset':
      return {
        subject: 'A new password for Baton',
        lines: [
          hello,
          `Choose a new password for ${accountName} here:`,
          url,
          `The link works once, until ${moment(letter.expiresAt, 'en')}. If you did not ask for it, nothing has to be done.`,
        ],
      }
    case 'waiting':
      return {
        subject: `Somebody is waiting: ${letter.skillName}`,
        lines: [
          hello,
          `you are away, and for ${letter.minutes} minutes somebody has been waiting in the queue ${letter.skillName} of ${accountName}.`,
          url,
          'You get this letter at most once in half an hour. You can switch it off on your own page.',
        ],
      }
  }
}

function german(letter: Letter): Words {
  const { person, accountName, url } = letter
  const hello = `Hallo ${person.nickname},`
  switch (letter.kind) {
    case 'invitation':
      return {
        subject: `Ihre Einladung zu ${accountName}`,
        lines: [
          hello,
          `${accountName} arbeitet mit Baton, und Sie sind eingeladen. Wählen Sie hier ein Passwort:`,
          url,
          `Der Link gilt einmal, bis ${moment(letter.expiresAt, 'de')}.`,
        ],
      }
    case 'reset':
      return {
        subject: 'Ein neues Passwort für Baton',
        lines: [
          hello,
          `Hier wählen Sie ein neues Passwort für ${accountName}:`,
          url,
          `Der Link gilt einmal, bis ${moment(letter.expiresAt, 'de')}. Haben Sie nicht darum gebeten, müssen Sie nichts tun.`,
        ],
      }
    case 'waiting':
      return {
        subject: `Jemand wartet: ${letter.skillName}`,
        lines: [
          hello,
          `Sie sind abwesend, und seit ${letter.minutes} Minuten wartet jemand in der Warteschlange ${letter.skillName} von ${accountName}.`,
          url,
          'Diese Nachricht kommt höchstens einmal in einer halben Stunde. Auf Ihrer eigenen Seite können Sie sie abschalten.',
        ],
      }
  }
}

const moment = (at: number, locale: string): string =>
  `${new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`
