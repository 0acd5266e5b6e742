import type { Complaints } from '../kit/useForm.ts'
import type { AdminTexts } from '../texts/en.ts'
import type { Account } from './account.ts'

export const RULE_KINDS = [
  'transfers',
  'transferredFrom',
  'transferredTo',
  'transferredToAgent',
  'attribute',
  'intent',
  'entryPoint',
] as const
export type RuleKind = (typeof RULE_KINDS)[number]

/** As the fields hold it: what another kind of rule needs keeps its words until the page is left. */
export interface RuleValues {
  readonly key: number
  readonly when: RuleKind
  readonly velocity: number | ''
  readonly atLeast: number | ''
  readonly skillId: string
  readonly path: string
  readonly equals: string
  readonly intent: string
  readonly entryPointId: string
}
export interface PriorityValues {
  readonly isOn: boolean
  readonly entrance: number | ''
  readonly interactive: number | ''
  readonly rules: readonly RuleValues[]
}

let lastKey = 0
export function newRule(): RuleValues {
  lastKey += 1
  const empty = { skillId: '', path: '', equals: '', intent: '', entryPointId: '' }
  return { key: lastKey, when: 'attribute', velocity: 2, atLeast: 1, ...empty }
}

const text = (value: unknown): string => (value === undefined ? '' : String(value))

export function toPriorityValues(prioritisation: Account['prioritisation']): PriorityValues {
  const { mix, rules = [] } = prioritisation ?? {}
  return {
    isOn: prioritisation !== undefined,
    entrance: mix?.entrance ?? 1,
    interactive: mix?.interactive ?? 0,
    rules: rules.map((rule) => ({
      ...newRule(),
      when: RULE_KINDS.find((kind) => kind === rule.when) ?? 'attribute',
      velocity: Number(rule.velocity),
      atLeast: Number(rule.atLeast ?? 1),
      skillId: text(rule.skillId),
      path: text(rule.path),
      equals: text(rule.equals),
      intent: text(rule.intent),
      entryPointId: text(rule.entryPointId),
    })),
  }
}

export function toPrioritisation({ isOn, entrance, interactive, rules }: PriorityValues): object | null {
  if (!isOn) return null
  return {
    mix: { entrance: Number(entrance), interactive: Number(interactive) },
    rules: rules.map((rule) => ({ when: rule.when, velocity: Number(rule.velocity), ...partsOf(rule) })),
  }
}

/** What a rule of this kind asks for. */
function partsOf({ when, atLeast, skillId, path, equals, intent, entryPointId }: RuleValues): object {
  switch (when) {
    case 'transfers':
      return { atLeast: Number(atLeast) }
    case 'transferredFrom':
    case 'transferredTo':
      return { skillId: Number(skillId) }
    case 'transferredToAgent':
      return {}
    case 'attribute':
      return { path: path.trim(), equals: equals.trim() }
    case 'intent':
      return { intent: intent.trim() }
    case 'entryPoint':
      return { entryPointId }
  }
}

const isWhole = (rule: RuleValues): boolean =>
  Object.values(partsOf(rule)).every((part) => part !== '' && part !== 0 && !Number.isNaN(part))

export function checkPriorities({ isOn, entrance, interactive, rules }: PriorityValues, texts: AdminTexts): Complaints {
  if (!isOn) return {}
  const share = (value: number | '') => value !== '' && value >= 0 && value <= 1_000
  const isMixed = share(entrance) && share(interactive) && Number(entrance) + Number(interactive) > 0
  const complaints: Record<string, string | undefined> = {
    '/prioritisation/mix': isMixed ? undefined : texts.mixWrong,
  }
  for (const [index, rule] of rules.entries()) {
    const at = `/prioritisation/rules/${index}`
    const { velocity } = rule
    if (velocity === '' || velocity < 0.1 || velocity > 10) complaints[`${at}/velocity`] = texts.factorWrong
    if (!isWhole(rule)) complaints[at] = texts.ruleWrong
  }
  return complaints
}
