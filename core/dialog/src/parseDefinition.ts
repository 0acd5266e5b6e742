import { isJsonObject, type Problem, pointer, problem, warning } from '@baton/base'
import type { z } from 'zod'
import { type BotDefinition, definitionSchema } from './definition.ts'

/** What a bot file may be, before anybody looks inside (export format B-31 has the same bounds). */
export const MAX_DEFINITION_DEPTH = 64
/** Nobody mends more than these at a time. */
const MAX_PROBLEMS = 1_000

/** `definition` is there when nothing is an error; it is what came in, unknown keys included. */
export interface ParsedDefinition {
  readonly definition?: BotDefinition
  readonly problems: readonly Problem[]
}

/**
 * Reads a bot's definition. All problems are told, each with the JSON pointer to its place. A key that nobody knows is kept and
 * told as a warning: it may be a later version's.
 */
export function parseDefinition(untrusted: unknown): ParsedDefinition {
  if (!isJsonObject(untrusted)) return { problems: [problem('', 'definition-shape', 'A bot is one JSON object.')] }
  if (isDeeperThan(untrusted, MAX_DEFINITION_DEPTH)) {
    return { problems: [problem('', 'definition-depth', `Nested deeper than ${MAX_DEFINITION_DEPTH} levels.`)] }
  }
  const checked = definitionSchema.safeParse(untrusted)
  const problems = checked.success ? [] : checked.error.issues.flatMap(toProblems)
  const kept = problems.slice(0, MAX_PROBLEMS)
  const isUsable = !problems.some(({ severity }) => severity !== 'warning')
  return isUsable ? { definition: untrusted as unknown as BotDefinition, problems: kept } : { problems: kept }
}

function toProblems(issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path.reduce<string>((base, key) => pointer(base, String(key)), '')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => warning(pointer(path, key), 'unknown-key', 'Not known here; kept as it is.'))
  }
  return [problem(path, `definition-${issue.code.replaceAll('_', '-')}`, `${issue.message}.`)]
}

/** Without recursion, since the depth is just what is not known. */
function isDeeperThan(value: unknown, depth: number): boolean {
  let level: unknown[] = [value]
  for (let at = 0; level.length > 0; at += 1) {
    if (at > depth) return true
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
  return false
}
