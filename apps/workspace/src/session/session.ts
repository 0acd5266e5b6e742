import { z } from 'zod'
import { LANGUAGES } from '../texts/catalogue.ts'

export const RIGHTS = [
  'answer',
  'seeAll',
  'readConversations',
  'direct',
  'managePeople',
  'manageSkills',
  'manageEntryPoints',
  'manageAccount',
  'readAudit',
  'manageKeys',
  'eraseConsumers',
  'manageBots',
  'manageWords',
  'manageCards',
  'export',
  'readAccount',
  'readPeople',
  'readSkills',
  'readEntryPoints',
] as const
export type Right = (typeof RIGHTS)[number]

/** What the server says of who is signed in. Rights that this version does not know are left out. */
export const sessionSchema = z.object({
  account: z.object({ id: z.string(), name: z.string(), defaultLanguage: z.string().optional() }),
  person: z.object({
    id: z.number(),
    fullName: z.string(),
    nickname: z.string(),
    email: z.string().optional(),
    role: z.string(),
    skillIds: z.array(z.number()),
    capacity: z.number(),
    language: z.enum(LANGUAGES).optional().catch(undefined),
    theme: z.enum(['system', 'light', 'dark']).optional().catch(undefined),
    density: z.enum(['comfortable', 'compact']).optional().catch(undefined),
    mailWhenWaiting: z.boolean().optional(),
  }),
  rights: z
    .array(z.string())
    .transform((all) => all.filter((right): right is Right => (RIGHTS as readonly string[]).includes(right))),
  csrf: z.string(),
  expiresAt: z.number(),
})
export type Session = z.infer<typeof sessionSchema>
