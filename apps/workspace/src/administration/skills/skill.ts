import { z } from 'zod'

export const skill = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  responseTimes: z.object({ urgent: z.number(), normal: z.number(), prioritized: z.number() }),
  autoCloseMs: z.number(),
  survey: z.object({ botId: z.number(), timeoutMs: z.number(), endPhrases: z.array(z.string()).optional() }).optional(),
  fallbackSkillId: z.number().optional(),
  agentGoneMinutes: z.number().optional(),
  suggestedMinutes: z.number().optional(),
  transfersTo: z.array(z.number()).optional(),
  failIfNobodyOnline: z.boolean().optional(),
  nobodyOnlineSeconds: z.number().optional(),
  failOutOfHours: z.boolean().optional(),
  failAfterMinutes: z.number().optional(),
})
export type Skill = z.infer<typeof skill>

const named = z.object({ id: z.union([z.number(), z.string()]), name: z.string(), enabled: z.boolean() })
export const skillUses = z.object({
  people: z.array(named),
  bots: z.array(named),
  errorsOf: z.array(named),
  entryPoints: z.array(named),
  open: z.number(),
  waiting: z.number(),
})
export type SkillUses = z.infer<typeof skillUses>
