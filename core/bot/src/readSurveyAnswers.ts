import { isJsonObject, type Problem, warning } from '@baton/base'
import type { SurveyAnswer } from './reply.ts'
import type { UntrustedReply } from './untrustedReply.ts'

/** As many questions as anybody answers in one go. */
const MAX_ANSWERS = 20
const MAX_WORDS = 1_000
const NAME = /^[\w.-]{1,60}$/

type Untrusted = NonNullable<UntrustedReply['surveyAnswers']>[number]

/** What a service that asks afterwards says it was answered. One that cannot be used is left out; it never harms the conversation. */
export function readSurveyAnswers(untrusted: readonly Untrusted[]): { answers: SurveyAnswer[]; problems: Problem[] } {
  const answers: SurveyAnswer[] = []
  const problems: Problem[] = []
  for (const { path, value } of untrusted.slice(0, MAX_ANSWERS)) {
    const answer = readAnswer(value)
    if (answer !== undefined) answers.push(answer)
    else {
      const message = `Needs "measures" (1 to 60 letters, digits, ".", "_", "-"), a "question", and an "answer", a "number" or "skipped": true.`
      problems.push(warning(path, 'survey-answer-invalid', message))
    }
  }
  const next = untrusted[MAX_ANSWERS]
  if (next) problems.push(warning(next.path, 'too-many-survey-answers', `Only the first ${MAX_ANSWERS} are kept.`))
  return { answers, problems }
}

function readAnswer(value: unknown): SurveyAnswer | undefined {
  if (!isJsonObject(value)) return undefined
  const { measures, question, answer, number, skipped } = value
  if (typeof measures !== 'string' || !NAME.test(measures)) return undefined
  if (typeof question !== 'string' || question.length > MAX_WORDS) return undefined
  if (skipped === true) return { measures, question, skipped }
  if (answer !== undefined && (typeof answer !== 'string' || answer.length > MAX_WORDS)) return undefined
  if (number !== undefined && (typeof number !== 'number' || !Number.isFinite(number))) return undefined
  if (answer === undefined && number === undefined) return undefined
  return { measures, question, answer: answer ?? String(number), ...(number !== undefined && { number }) }
}
