import { checkPassing } from '../account/PassingFields.tsx'
import { filled } from '../kit/ListEditor.tsx'
import type { Complaints } from '../kit/useForm.ts'
import type { AdminTexts } from '../texts/en.ts'
import type { Skill } from './skill.ts'

/** As the fields hold it; times in milliseconds, undefined while nothing is entered. */
export interface SkillValues {
  readonly name: string
  readonly description: string
  readonly urgent: number | undefined
  readonly prioritized: number | undefined
  readonly normal: number | undefined
  readonly autoCloseMs: number | undefined
  readonly fallbackSkillId: number | undefined
  readonly agentGoneMs: number | undefined
  /** Undefined: as the account says. */
  readonly suggestedMs: number | undefined
  /** Undefined: to all. */
  readonly transfersTo: readonly number[] | undefined
  readonly failIfNobodyOnline: boolean
  /** How long nobody may be there before those who wait go back to their bots; undefined: the server's own time. */
  readonly nobodyOnlineMs: number | undefined
  readonly failOutOfHours: boolean
  /** Undefined: however long it takes. */
  readonly failAfterMs: number | undefined
  readonly surveyBotId: number | undefined
  readonly surveyTimeoutMs: number | undefined
  /** Words that end it. */
  readonly surveyEndPhrases: readonly string[]
}

const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** What a new skill begins with; the server's own defaults. */
export const NEW_SKILL: SkillValues = {
  name: '',
  description: '',
  urgent: 5 * MINUTE,
  prioritized: HOUR,
  normal: 24 * HOUR,
  autoCloseMs: 7 * 24 * HOUR,
  fallbackSkillId: undefined,
  agentGoneMs: undefined,
  suggestedMs: undefined,
  transfersTo: undefined,
  failIfNobodyOnline: false,
  nobodyOnlineMs: undefined,
  failOutOfHours: false,
  failAfterMs: undefined,
  surveyBotId: undefined,
  surveyTimeoutMs: HOUR,
  surveyEndPhrases: [],
}

export const toValues = (skill: Skill): SkillValues => ({
  name: skill.name,
  description: skill.description,
  ...skill.responseTimes,
  autoCloseMs: skill.autoCloseMs,
  fallbackSkillId: skill.fallbackSkillId,
  agentGoneMs: skill.agentGoneMinutes === undefined ? undefined : skill.agentGoneMinutes * MINUTE,
  suggestedMs: skill.suggestedMinutes === undefined ? undefined : skill.suggestedMinutes * MINUTE,
  transfersTo: skill.transfersTo,
  failIfNobodyOnline: skill.failIfNobodyOnline ?? false,
  nobodyOnlineMs: skill.nobodyOnlineSeconds === undefined ? undefined : skill.nobodyOnlineSeconds * SECOND,
  failOutOfHours: skill.failOutOfHours ?? false,
  failAfterMs: skill.failAfterMinutes === undefined ? undefined : skill.failAfterMinutes * MINUTE,
  surveyBotId: skill.survey?.botId,
  surveyTimeoutMs: skill.survey?.timeoutMs ?? HOUR,
  surveyEndPhrases: skill.survey?.endPhrases ?? [],
})

/** @param none what stands for what is not set: null takes it away from one that is there */
export const toBody = (values: SkillValues, none: null | undefined) => ({
  name: values.name.trim(),
  description: values.description.trim(),
  responseTimes: { urgent: values.urgent, prioritized: values.prioritized, normal: values.normal },
  autoCloseMs: values.autoCloseMs,
  fallbackSkillId: values.fallbackSkillId ?? none,
  agentGoneMinutes: wholeOr(none, values.agentGoneMs, MINUTE),
  suggestedMinutes: wholeOr(none, values.suggestedMs, MINUTE),
  transfersTo: values.transfersTo ?? none,
  failIfNobodyOnline: values.failIfNobodyOnline,
  nobodyOnlineSeconds: wholeOr(none, values.nobodyOnlineMs, SECOND),
  failOutOfHours: values.failOutOfHours,
  failAfterMinutes: wholeOr(none, values.failAfterMs, MINUTE),
  survey: values.surveyBotId === undefined ? none : surveyOf(values.surveyBotId, values),
})

function surveyOf(botId: number, { surveyTimeoutMs, surveyEndPhrases }: SkillValues) {
  const endPhrases = filled(surveyEndPhrases)
  return { botId, timeoutMs: surveyTimeoutMs ?? HOUR, ...(endPhrases.length > 0 && { endPhrases }) }
}

const wholeOr = (none: null | undefined, ms: number | undefined, unit: number) =>
  ms === undefined ? none : Math.max(1, Math.round(ms / unit))

export function checkSkill(texts: AdminTexts): (values: SkillValues) => Complaints {
  const timed = (ms: number | undefined) => (ms === undefined || ms < 1_000 ? texts.durationWrong : undefined)
  return (values) => ({
    ...checkPassing(values, texts),
    '/name': values.name.trim() === '' ? texts.required : undefined,
    '/responseTimes/urgent': timed(values.urgent),
    '/responseTimes/prioritized': timed(values.prioritized),
    '/responseTimes/normal': timed(values.normal),
    '/autoCloseMs':
      values.autoCloseMs !== undefined && values.autoCloseMs >= 25 * MINUTE && values.autoCloseMs <= 90 * 24 * HOUR
        ? undefined
        : texts.autoCloseWrong,
  })
}
