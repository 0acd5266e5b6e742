import { findEntities } from './entities.ts'
import type { Memory } from './memory.ts'
import type { ScriptSnapshot } from './script.ts'

const CALL = /\bgetNamedEntities\s*\(\s*(?:'([^'\\\n]{1,400})'|"([^"\\\n]{1,400})")?/g

/**
 * What the consumer's words hold of the entities that a panel asks for with `getNamedEntities` (scripting §4.2). Looked for only
 * where the code has that call; where it puts the name together at run time, all entities of the bot are looked for.
 */
export function entitiesFor(memory: Memory, ...codes: readonly (string | undefined)[]): ScriptSnapshot['entities'] {
  const calls = codes.flatMap((code) => (code === undefined ? [] : [...code.matchAll(CALL)]))
  if (calls.length === 0) return undefined
  const literal = calls.map(([, single, double]) => single ?? double)
  const names = literal.includes(undefined) ? [...memory.bot.entities.keys(), ...literal] : literal
  const found = [...new Set(names)].flatMap((name) => {
    if (name === undefined) return []
    const entities = findEntities(memory.bot, name, memory.heard.text, memory.at)
    return entities.length === 0 ? [] : [[name, entities] as const]
  })
  return Object.fromEntries(found)
}
