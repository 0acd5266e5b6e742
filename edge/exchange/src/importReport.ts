import type { BotDefinition } from '@baton/dialog'
import type { ReadBot } from './readBotFile.ts'

const UNKNOWN = new Set(['W-ITYPE', 'W-RTYPE', 'W-MATCH', 'W-ACTION', 'I-UNKNOWNKEY'])
const DANGLING = new Set(['W-DANGLING', 'W-TRIGGER'])

/** What came in, what was translated, what is unknown, what leads nowhere (export §14.2). */
export function importReport({ format, definition, findings }: ReadBot) {
  return {
    format,
    imported: definition !== undefined,
    ...(definition && { bot: { id: definition.id, name: definition.name, language: definition.language } }),
    ...(definition && { counts: countsOf(definition), interactionTypes: typesOf(definition) }),
    unknown: findings.filter(({ code }) => UNKNOWN.has(code)).length,
    dangling: findings.filter(({ code }) => DANGLING.has(code)).length,
    findings,
  }
}

function countsOf({ dialogs, integrations = [], domains = [], globalFunctions }: BotDefinition) {
  const interactions = dialogs.flatMap((dialog) => dialog.interactions)
  return {
    dialogs: dialogs.length,
    interactions: interactions.length,
    rules: interactions.reduce((sum, { rules = [] }) => sum + rules.length, 0),
    integrations: integrations.length,
    domains: domains.length,
    intents: domains.reduce((sum, { intents = [] }) => sum + intents.length, 0),
    globalFunctions: globalFunctions === undefined ? 0 : 1,
  }
}

function typesOf({ dialogs }: BotDefinition): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { type } of dialogs.flatMap(({ interactions }) => interactions)) counts[type] = (counts[type] ?? 0) + 1
  return counts
}
