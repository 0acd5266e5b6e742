import { isEnabled } from '../compile.ts'
import type { BotDefinition, Condition, InteractionOf, Next, Rule } from '../definition.ts'
import { kindOf } from '../interactions/registry.ts'
import { parseExpression } from '../matching/expression.ts'
import { parsePattern } from '../matching/pattern.ts'
import { normalizeWords } from '../matching/words.ts'
import type { Findings } from './findings.ts'
import { isKnownEntity, type Known, type Place } from './lookUp.ts'

/** What every interaction says by itself: patterns, expressions, and whatever it refers to. */
export function checkInteractions(definition: BotDefinition, known: Known, findings: Findings): void {
  const starters = new Map<string, string>()
  for (const place of known.places) {
    const { interaction, path } = place
    if (interaction.type === 'dialogStarter') checkStarter(interaction, path, starters, known, findings)
    if (interaction.next !== undefined) checkNext(interaction.next, `${path}/next`, known, findings)
    for (const [index, rule] of (interaction.rules ?? []).entries()) {
      if (isEnabled(rule)) checkRule(rule, `${path}/rules/${index}`, place, known, findings)
    }
    checkKind(place, known, findings)
  }
  const { domainId } = definition
  if (domainId !== undefined && !(definition.domains ?? []).some(({ id }) => id === domainId)) {
    findings.warn('/domainId', 'domain-missing', `There is no domain "${domainId}".`)
  }
}

function checkStarter(
  { patterns = [], intentId }: InteractionOf<'dialogStarter'>,
  path: string,
  starters: Map<string, string>,
  known: Known,
  findings: Findings,
): void {
  for (const [index, source] of patterns.entries()) {
    const at = `${path}/patterns/${index}`
    checkPattern(source, at, findings)
    const folded = normalizeWords(source)
    const other = starters.get(folded)
    // Starters must be unique in a bot (dialogs R1.19).
    if (other !== undefined) findings.warn(at, 'pattern-duplicate', `The pattern is also at ${other}; that one wins.`)
    else starters.set(folded, at)
  }
  if (intentId !== undefined && !known.intents.has(intentId)) {
    findings.warn(
      `${path}/intentId`,
      'intent-missing',
      `There is no intent "${intentId}"; only patterns start the dialog.`,
    )
  }
}

function checkPattern(source: string, path: string, findings: Findings): void {
  const parsed = parsePattern(source)
  if (!parsed.ok) findings.error(path, 'pattern-invalid', `${parsed.error}.`)
}

function checkRule(rule: Rule, path: string, place: Place, known: Known, findings: Findings): void {
  checkNext(rule.next, `${path}/next`, known, findings)
  for (const [index, condition] of (rule.when ?? []).entries()) {
    checkCondition(condition, `${path}/when/${index}`, place, known, findings)
  }
  if (rule.slot !== undefined && !isKnownEntity(known, rule.slot.entity)) {
    findings.warn(
      `${path}/slot/entity`,
      'entity-missing',
      `There is no entity "${rule.slot.entity}"; the rule never holds.`,
    )
  }
}

function checkCondition(condition: Condition, path: string, place: Place, known: Known, findings: Findings): void {
  switch (condition.kind) {
    case 'pattern':
      for (const [index, source] of condition.patterns.entries())
        checkPattern(source, `${path}/patterns/${index}`, findings)
      return
    case 'regex':
      return checkExpression(condition.expression, `${path}/expression`, findings)
    case 'intent':
      if (known.intents.has(condition.intentId)) return
      return findings.warn(
        `${path}/intentId`,
        'intent-missing',
        `There is no intent "${condition.intentId}"; the rule never holds.`,
      )
    case 'entity':
      if (isKnownEntity(known, condition.entity)) return
      return findings.warn(
        `${path}/entity`,
        'entity-missing',
        `There is no entity "${condition.entity}"; the rule never holds.`,
      )
    case 'option':
      return checkOption(condition.value, `${path}/value`, place, findings)
    case 'result':
    case 'knowledge':
      if (kindOf(place.interaction).category === 'integration') return
      return findings.warn(path, 'result-missing', `A "${place.interaction.type}" has no result; the rule never holds.`)
    case 'exact':
    case 'noMatch':
  }
}

function checkExpression(source: string, path: string, findings: Findings): void {
  const parsed = parseExpression(source)
  if (parsed.ok) return
  try {
    new RegExp(source)
    findings.warn(path, 'regex-slow', 'Look-around and back references run in the sandbox, against a time limit.')
  } catch {
    findings.error(path, 'regex-invalid', `The expression cannot be used: ${parsed.error}.`)
  }
}

function checkOption(value: string, path: string, { interaction }: Place, findings: Findings): void {
  if (interaction.type !== 'multipleChoice' || value.includes('{')) return
  const isOffered = interaction.choices.some(
    (choice) => choice.includes('{') || normalizeWords(choice) === normalizeWords(value),
  )
  if (!isOffered) findings.warn(path, 'option-missing', `"${value}" is none of the choices.`)
}

function checkNext(next: Next, path: string, known: Known, findings: Findings): void {
  if (next.go === 'interaction') {
    const target = known.byId.get(next.id)
    if (target === undefined)
      findings.warn(path, 'target-missing', `There is no interaction "${next.id}"; the flow goes on with the next one.`)
    else if (!isEnabled(target.interaction) || !isEnabled(target.dialog)) {
      findings.warn(
        path,
        'target-disabled',
        `"${target.interaction.name}" is disabled; the flow goes on with the next interaction.`,
      )
    }
  }
  if (next.go === 'dialog') {
    const target = known.dialogs.get(next.id)
    if (target === undefined)
      findings.warn(
        path,
        'target-missing',
        `There is no dialog "${next.id}"; the flow goes on with the next interaction.`,
      )
    else if (!isEnabled(target))
      findings.warn(
        path,
        'target-disabled',
        `"${target.name}" is disabled; the flow goes on with the next interaction.`,
      )
  }
}

function checkKind({ interaction, path, dialog, index }: Place, known: Known, findings: Findings): void {
  switch (interaction.type) {
    case 'integration':
      if (known.integrations.has(interaction.integrationId)) return
      return findings.warn(
        `${path}/integrationId`,
        'integration-missing',
        `There is no integration "${interaction.integrationId}"; it fails.`,
      )
    case 'agentTransfer':
      if (/\{[^{}]+\}/.test(interaction.skillId) || /^\s*\d+\s*$/.test(interaction.skillId)) return
      return findings.warn(
        `${path}/skillId`,
        'skill-id',
        'A skill is named by its number, or by a variable; nothing is transferred otherwise.',
      )
    case 'fileUpload': {
      const behind = dialog.interactions[index + 1]
      const moves = behind?.type === 'integration' && known.integrations.get(behind.integrationId)?.type === 'file'
      if (!moves)
        findings.warn(path, 'upload-alone', 'Right behind a file upload stands an integration that moves the file.')
      return
    }
    case 'universal':
      if (!interaction.json.includes('{$') && !isJson(interaction.json))
        findings.warn(`${path}/json`, 'content-json', 'Is not JSON; nothing is sent.')
      return
    default:
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
