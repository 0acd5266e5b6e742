/** What consumers read when a bot could not go on and its settings say nothing of their own. */
interface Texts {
  /** Before the conversation is passed to people. */
  readonly escalated: string
  /** When there is nobody to pass it to. */
  readonly escalationFailed: string
  /** When the bot that asks afterwards fails. */
  readonly surveyFailed: string
  /** After a bot's last try to hand over, in its place (dialogs R7.21). */
  readonly transferStopped: string
}

const CATALOGUE: Readonly<Record<'en' | 'de', Texts>> = {
  en: {
    escalated: 'Sorry, I cannot help you with this right now. I am passing you on to a colleague.',
    escalationFailed: 'Sorry, nobody can take over at the moment. Please try again later.',
    surveyFailed: 'Sorry, something went wrong with our questions. Thank you for talking to us.',
    transferStopped: 'Not able to transfer to Agent at this time. Please try later.',
  },
  de: {
    escalated:
      'Leider kann ich Ihnen hier gerade nicht weiterhelfen. Ich verbinde Sie mit einer Kollegin oder einem Kollegen.',
    escalationFailed: 'Leider kann im Moment niemand übernehmen. Bitte versuchen Sie es später noch einmal.',
    surveyFailed: 'Leider ist bei unseren Fragen etwas schiefgegangen. Danke für das Gespräch.',
    transferStopped:
      'Leider kann ich Sie im Moment mit niemandem verbinden. Bitte versuchen Sie es später noch einmal.',
  },
}

/** @param language BCP 47; what is not in the catalogue is told in English */
export function textsFor(language: string): Texts {
  return language.toLowerCase().split('-')[0] === 'de' ? CATALOGUE.de : CATALOGUE.en
}
