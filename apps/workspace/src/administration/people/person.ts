import { z } from 'zod'

export const ROLES = ['agent', 'manager', 'builder', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const person = z.object({
  id: z.number(),
  fullName: z.string(),
  nickname: z.string(),
  email: z.string().optional(),
  role: z.enum(ROLES),
  skillIds: z.array(z.number()),
  capacity: z.number(),
  enabled: z.boolean(),
})
export type Person = z.infer<typeof person>

export const invitation = z.object({ url: z.string(), expiresAt: z.number(), mailed: z.boolean() })
export type Invitation = z.infer<typeof invitation>
