import { z } from 'zod'
import { NAMED, template } from './parts.ts'

/** Absent is the default that the comment names (dialogs section 9.1). */
export const settingsSchema = z
  .strictObject({
    /** What the bot is told when a conversation opens without words; absent: `hi`. */
    greeting: z.string().max(1_000).optional(),
    /** Idle minutes until the context is lost; absent: 60 (dialogs R5.5). */
    sessionMinutes: z
      .int()
      .min(1)
      .max(60 * 24 * 365)
      .optional(),
    /** Instead of the built-in text on errors (dialogs R9.2). */
    friendlyResponse: template.optional(),
    /** `reset` and `display userid`; absent: on (dialogs R9.1). */
    debugCommands: z.boolean().optional(),
    /** Longer texts are split at words; absent: 320 (dialogs R2.5). */
    splitTextsAt: z.int().min(40).max(65_536).optional(),
    /** A panel that throws ends the flow; absent: `stop` (scripting §6.3). */
    onScriptError: z.enum(['stop', 'continue']).optional(),
    /** Messages that come while the bot answers are dropped, as the original does; absent: they wait. */
    dropsWhileAnswering: z.boolean().optional(),
    /** The label is shown and the value read apart; absent: the value is said (dialogs R2.24). */
    showsButtonLabel: z.boolean().optional(),
    tileDisplay: z.enum(['vertical', 'horizontal']).optional(),
    /** Consumer messages that come within this time are one; absent: 0. */
    messageDelayMs: z.int().min(0).max(60_000).optional(),
    /** Former dialogs speak again while a transfer is under way; absent: they do not. */
    resumesDuringTransfer: z.boolean().optional(),
    escalationRetries: z.int().min(0).max(20).optional(),
    annotatesUnrecognized: z.boolean().optional(),
    keepsTranscripts: z.boolean().optional(),
    /** Kept for the way back to where it came from; addresses are not shortened here, and a check says so. */
    shortensUrls: z.boolean().optional(),
    stuck: z
      .strictObject({
        restartMessage: template.optional(),
        escalationSkillId: template.optional(),
        escalationMessage: template.optional(),
      })
      .optional(),
  })
  .register(NAMED, { id: 'settings' })
export type BotSettings = z.infer<typeof settingsSchema>
