import type { Problem } from '@baton/base'
import type { BotDefinition } from '../definition.ts'
import { checkDialogs } from './checkDialogs.ts'
import { checkFlow } from './checkFlow.ts'
import { checkInteractions } from './checkInteractions.ts'
import { Findings } from './findings.ts'
import { lookUp } from './lookUp.ts'

/**
 * What a bot's author should know before it is published, each with the JSON pointer to its place. Errors keep it from being
 * published: the bot could not mean what it says. Warnings do not: the engine goes on without what is missing, and logs it.
 * Takes time in proportion to the definition. @param definition as `parseDefinition` gave it
 */
export function checkDefinition(definition: BotDefinition): Problem[] {
  const findings = new Findings()
  const known = lookUp(definition)
  checkDialogs(definition, findings)
  checkInteractions(definition, known, findings)
  checkFlow(definition, known, findings)
  return findings.list
}
