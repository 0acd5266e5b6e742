import { z } from 'zod'
import { type Asked, useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { ROLES } from '../people/person.ts'

export const RINGS = ['one', 'all', 'auto'] as const
/** How far away somebody may be to be passed a conversation by name. */
export const FARTHEST = ['online', 'away', 'offline'] as const

export const account = z.object({
  id: z.string(),
  name: z.string(),
  imageHosts: z.array(z.string()),
  blockOlderCards: z.boolean().optional(),
  cardsBlockText: z.boolean().optional(),
  files: z
    .object({
      enabled: z.boolean(),
      fromConsumers: z.array(z.string()).optional(),
      fromAgents: z.array(z.string()).optional(),
      macros: z.boolean().optional(),
    })
    .optional(),
  defaultLanguage: z.string(),
  languages: z.array(z.string()),
  ring: z.enum(RINGS),
  ringSeconds: z.number(),
  agentGoneMinutes: z.number().optional(),
  suggestedMinutes: z.number().optional(),
  mayPassTo: z.object({ agents: z.enum(FARTHEST), managers: z.enum(FARTHEST) }).optional(),
  queueUpdateMinutes: z.number().optional(),
  surveys: z.object({ intervalDays: z.number(), samplePercent: z.number().optional() }).optional(),
  prioritisation: z
    .object({ mix: z.object({ entrance: z.number(), interactive: z.number() }), rules: z.array(z.looseObject({})) })
    .optional(),
  preferFormerAgent: z.boolean().optional(),
  warmUp: z.boolean().optional(),
  consumerSignIn: z
    .object({
      issuer: z.string(),
      audience: z.string(),
      jwksUrl: z.string().optional(),
      publicKeyPem: z.string().optional(),
    })
    .optional(),
  oidc: z
    .object({
      issuer: z.string(),
      clientId: z.string(),
      name: z.string(),
      allowedDomains: z.array(z.string()).optional(),
      autoCreateRole: z.enum(ROLES).optional(),
    })
    .optional(),
})
export type Account = z.infer<typeof account>

/** The settings of the account; fields of other screens are left alone. */
export function useAccount(): Asked<Account> {
  const { api, home } = useSession()
  return useAsked(() => api.get(home, account), [home])
}
