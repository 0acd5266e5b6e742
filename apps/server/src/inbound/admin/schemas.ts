import type { AccountId, AgentId, BotId, ConversationId, EntryPointId, SkillId } from '@baton/base'
import { z } from 'zod'
import { errorBody } from '../httpProblem.ts'

/** Parts of which the bodies of the API are made. Parsed once here; behind this, every id has its brand. */
export const accountId = z
  .string()
  .regex(/^[A-Za-z0-9]{1,40}$/, 'letters and digits, at most 40')
  .transform((id) => id as AccountId)
export const entryPointId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, _ and -, at most 64')
  .transform((id) => id as EntryPointId)
const number = z.int().min(1).max(Number.MAX_SAFE_INTEGER)
export const skillId = number.transform((id) => id as SkillId)
export const agentId = number.transform((id) => id as AgentId)
export const botId = number.transform((id) => id as BotId)

const numberInPath = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
export const inAccount = z.object({ accountId })
export const skillPath = inAccount.extend({ id: numberInPath.transform((id) => id as SkillId) })
export const agentPath = inAccount.extend({ id: numberInPath.transform((id) => id as AgentId) })
export const botPath = inAccount.extend({ id: numberInPath.transform((id) => id as BotId) })
export const numberedPath = inAccount.extend({ id: numberInPath })
export const entryPointPath = inAccount.extend({ id: entryPointId })
export const tokenPath = inAccount.extend({ id: z.string().max(64) })
export const conversationPath = inAccount.extend({
  id: z
    .string()
    .max(64)
    .transform((id) => id as ConversationId),
})

export const name = z.string().trim().min(1).max(100)
/** BCP 47 */
export const language = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a BCP 47 tag such as en or de-AT')
  .max(35)

/** At most 21 days (messaging R5.13). */
export const suggestedMinutes = z
  .int()
  .min(1)
  .max(30_240)
  .describe('How long a conversation waits for whom it is meant for, before everybody of the skill may take it')
/** How far away somebody may be to be passed a conversation by name. */
export const farthest = z.enum(['online', 'away', 'offline'])

const search = z.string().trim().min(1).max(100).optional().describe('Only what has these words in a name')

/** `after` is the id of the last item of the page before. */
export const numberedPage = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.coerce.number().int().min(0).optional(),
  search,
})
export const namedPage = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(64).optional(),
  search,
})

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item).readonly(), next: z.union([z.string(), z.number()]).optional() })

/** A page, with the way on if there may be more. */
export function page<T extends { readonly id: string | number }>(items: readonly T[], limit: number) {
  const last = items.at(-1)
  return { items, ...(items.length === limit && last !== undefined && { next: last.id }) }
}

/** What every guarded route may answer instead. */
export const refusals = { 400: errorBody, 401: errorBody, 403: errorBody, 404: errorBody }
export const writeRefusals = {
  ...refusals,
  409: errorBody,
  413: errorBody,
  415: errorBody,
  422: errorBody,
  503: errorBody,
}

/** Only what was given; `undefined` never overwrites. */
export function given<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

/** Only what was given; null takes a setting away. */
export function orAway<T extends object>(wish: T): { [K in keyof T]?: Exclude<T[K], null> | undefined } {
  const entries = Object.entries(wish).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([key, value]) => [key, value ?? undefined])) as {
    [K in keyof T]?: Exclude<T[K], null> | undefined
  }
}

export const security = [{ token: [] }, { session: [] }]

interface PageQuery<After> {
  readonly limit: number
  readonly after?: After | undefined
  readonly search?: string | undefined
}
export const pageRequest = <After>({ limit, after, search: words }: PageQuery<After>) => ({
  limit,
  ...(after !== undefined && { after }),
  ...(words !== undefined && { search: words }),
})
