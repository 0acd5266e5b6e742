import { action, answer, ask, type Bot, counting, delay, intent, text } from '../bot-service/contract.ts'

const STARS = [1, 2, 3, 4, 5].map((stars) => ({
  title: '★'.repeat(stars),
  says: String(stars),
  id: `stars-${stars}`,
}))

const QUESTION = 'One question before you go: how did we do?'

/** Asks how it was, thanks, and ends the survey. A second answer without a number ends it too: nobody likes to be held back. */
export const surveyBot: Bot = (event, memory) => {
  if (event.type === 'CLOSE_CONVERSATION') return answer(intent('closed', 'The survey ended'), delay(1, false))
  const rating = /[1-5]/.exec(event.text)?.[0]
  if (event.type === 'TEXT' && rating !== undefined) {
    const rated = answer(
      intent('rated', `Gave ${rating} of 5 stars`),
      text(Number(rating) >= 4 ? 'Thank you, that makes our day.' : 'Thank you. We will do better.'),
      action('CLOSE_CONVERSATION'),
    )
    return counting(rated, { measures: 'csat', question: QUESTION, answer: event.text, number: Number(rating) })
  }
  if (memory.has('asked')) {
    const ended = answer(
      intent('not-rated', 'Did not rate'),
      text('No problem. Goodbye!'),
      action('CLOSE_CONVERSATION'),
    )
    return counting(ended, { measures: 'csat', question: QUESTION, skipped: true })
  }
  memory.set('asked', 'yes')
  return answer(intent('ask-rating', 'The survey began'), ask(QUESTION, STARS, 5))
}
