import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@baton/identity'
import type { Account, Person } from '@baton/storage'
import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { errorBody } from '../httpProblem.ts'

/** Parts of which the bodies of signing in are made. */
export const email = z
  .email()
  .max(254)
  .transform((text) => text.toLowerCase())
export const newPassword = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(MAX_PASSWORD_LENGTH)
/** One that is compared, not set: what is too short is as wrong as any other. */
export const givenPassword = z.string().min(1).max(MAX_PASSWORD_LENGTH)

export const density = z.enum(['comfortable', 'compact'])
export const theme = z.enum(['light', 'dark', 'system'])
export const role = z.enum(['admin', 'manager', 'agent', 'builder'])

export const sessionBody = z.object({
  account: z.object({
    id: z.string(),
    name: z.string(),
    defaultLanguage: z.string(),
    languages: z.array(z.string()).readonly(),
  }),
  person: z.object({
    id: z.number(),
    fullName: z.string(),
    nickname: z.string(),
    email: z.string().optional(),
    role,
    skillIds: z.array(z.number()).readonly(),
    capacity: z.number(),
    language: z.string().optional(),
    density: density.optional(),
    theme: theme.optional(),
    mailWhenWaiting: z.boolean().optional(),
  }),
  rights: z.array(z.string()).readonly(),
  csrf: z.string().describe('For the header x-baton-csrf of every request but GET'),
  expiresAt: z.number().describe('The session ends then at the latest'),
})
export type SessionBody = z.infer<typeof sessionBody>

export function toSessionBody(
  account: Account,
  person: Person,
  { session, csrf, rights }: Required<Pick<Caller, 'session' | 'csrf' | 'rights'>>,
): SessionBody {
  const { id, fullName, nickname, role: held, skillIds, capacity, preferences } = person
  return {
    account: {
      id: account.id,
      name: account.name,
      defaultLanguage: account.defaultLanguage,
      languages: account.languages,
    },
    person: {
      id,
      fullName,
      nickname,
      role: held,
      skillIds,
      capacity,
      ...(person.email !== undefined && { email: person.email }),
      ...preferences,
    },
    rights: [...rights],
    csrf,
    expiresAt: session.endsAt,
  }
}

export const listedSession = z.object({
  id: z.string(),
  current: z.boolean().describe('The one that asks'),
  createdAt: z.number(),
  seenAt: z.number(),
  endsAt: z.number(),
  userAgent: z.string(),
  address: z.string(),
})

/** What everyone may be answered at the doors of signing in. */
export const signInRefusals = {
  400: errorBody,
  401: errorBody,
  403: errorBody,
  409: errorBody,
  422: errorBody,
  429: errorBody,
  503: errorBody,
}
export const gone = z.undefined().describe('Gone')
