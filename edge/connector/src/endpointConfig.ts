import { z } from 'zod'

/** Settings of a bot that lives behind HTTP (connector R1.1). */
export const endpointConfig = z.object({
  /** Absolute, without a trailing slash; its host must be on the operator's list unless it is public. */
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .refine(isPlainBase, 'an address without user, password, query or fragment')
    .transform((url) => url.replace(/\/+$/, '')),
  botId: z.string().regex(/^[A-Za-z0-9-]{1,36}$/, 'letters, digits and hyphens, at most 36 (connector R1.1)'),
  environment: z
    .string()
    .min(1)
    .max(100)
    // A path part of one or two dots would be taken away by every URL parser, encoded or not.
    .refine((name) => !/^\.{1,2}$/.test(name), 'a name, not dots')
    .default('draft'),
  /** Becomes the token's `azp`; absent: the bot id. */
  clientId: z.string().min(1).max(200).optional(),
  /** Name of the skill that errors lead to; required before the bot is enabled. */
  defaultSkill: z.string().min(1).optional(),
  welcomeMessage: z.boolean().default(false),
  engagementAttributes: z.boolean().default(false),
  conversationEvents: z.boolean().default(false),
  typingWhileWaiting: z.boolean().default(true),
  /** How files and cards of the consumer are told (connector R3.12): `auto` falls back to a text after a 400. */
  fileEvents: z.enum(['auto', 'event', 'text']).default('auto'),
  scope: z.string().regex(/^\S+$/).max(200).default('thirdpartybots.customendpoint.bot'),
  /** What the service is not to know: JSON pointers into its bodies, taken out before they are sent (connector R3.26). */
  contextRedaction: z
    .array(
      z
        .string()
        .max(500)
        .regex(/^\/(?:context|sdes)(?:\/(?:[^/~]|~[01])*)+$/, 'a JSON pointer that begins with /context/ or /sdes/'),
    )
    .max(50)
    .default([]),
  /** Links in cards lead to hosts of the account's list only, as its pictures do (connector R4.41). */
  checkLinkHosts: z.boolean().default(false),
  encodedMetadata: z.boolean().default(true),
  requireIntents: z.boolean().default(false),
  escalation: z
    .object({
      toConsumer: z.string().max(2000).optional(),
      toAgent: z.string().max(2000).optional(),
      failed: z.string().max(2000).optional(),
    })
    .prefault({}),
  /** At which people it may hand a conversation over by name, by how they are (connector R4.16). */
  transferToAgents: z
    .object({
      online: z.boolean().default(true),
      away: z.boolean().default(false),
      offline: z.boolean().default(false),
    })
    .prefault({}),
  /** How often in a row it is told that a transfer came to nobody, before the consumer is (dialogs R7.24). */
  transferRetries: z.int().min(0).max(20).default(3),
  /** Names of the account's own functions (connector §8.2). */
  hooks: z
    .object({
      /** Gets what the service would get, and gives it back changed. */
      pre: z.string().min(1).max(400).optional(),
      /** Gets what the service answered, and gives it back changed. */
      post: z.string().min(1).max(400).optional(),
      /** Hears that the bot failed. */
      error: z.string().min(1).max(400).optional(),
    })
    .prefault({}),
  http: z
    .object({
      timeoutMs: z.int().min(1_000).max(60_000).default(60_000),
      maxAttempts: z.int().min(1).max(3).default(3),
      retryPausesMs: z.array(z.int().min(0).max(60_000)).max(2).default([5_000, 10_000]),
    })
    .prefault({}),
  /** The whole turn, attempts and pauses included. */
  turnBudgetMs: z.int().min(1_000).max(600_000).default(180_000),
})

export type EndpointConfig = z.infer<typeof endpointConfig>

function isPlainBase(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { username, password, search, hash } = new URL(text)
  return username === '' && password === '' && search === '' && hash === '' && !/[?#]/.test(text)
}
