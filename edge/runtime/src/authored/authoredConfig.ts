import type { BotDefinition } from '@baton/dialog'
import type { Bot } from '@baton/storage'
import { z } from 'zod'

const text = z.string().max(2_000)

/**
 * Settings of a bot that is written here, beside what its versions say. `connector` holds those of the agent connector that
 * concern the engine (dialogs R7.33); what is absent there is as the version has it.
 */
export const authoredConfig = z.object({
  /** Name of the skill that errors lead to; required before the bot is enabled. */
  defaultSkill: z.string().min(1).optional(),
  environmentId: z.int().min(1).optional(),
  /** Where the dialog's dynamic routing asks. */
  policyUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
  /** The conversation context service (scripting 4.7). */
  contextService: z.boolean().default(true),
  typingWhileWaiting: z.boolean().default(true),
  escalation: z.object({ toConsumer: text.optional(), toAgent: text.optional(), failed: text.optional() }).prefault({}),
  /** At which people it may hand a conversation over by name, by how they are (connector R4.16). */
  transferToAgents: z
    .object({
      online: z.boolean().default(true),
      away: z.boolean().default(false),
      offline: z.boolean().default(false),
    })
    .prefault({}),
  /** The whole turn, with all calls. */
  turnBudgetMs: z.int().min(1_000).max(600_000).default(180_000),
  connector: z
    .object({
      /** Absent: `hi`. */
      defaultGreetingMessage: z.string().min(1).max(1_000).optional(),
      disableGreetings: z.boolean().default(false),
      /** What the bot is told when the consumer is known by name now. */
      defaultStepupMessage: z.string().min(1).max(1_000).default('_STEPUP_'),
      /**
       * The skill that has the conversation when the bot says nothing in its time, by its number or its name; absent, or gone:
       * that counts as a transfer that failed (dialogs R7.6, R7.29).
       */
      fallbackSkill: z.union([z.int().min(1), z.string().min(1)]).optional(),
      enableButtonTextOnPostback: z.boolean().optional(),
      maxEscalationRetries: z.int().min(0).max(20).optional(),
      messageDelay: z.int().min(0).max(60_000).optional(),
      /** A message that waited longer is not answered any more, in milliseconds; at most seven days. */
      maxConsumerMessageDelay: z.int().min(1_000).max(604_800_000).default(1_800_000),
      /** True: a bot that takes over hears the consumer's last words; else its greeting. */
      skipAgentMessage: z.boolean().default(false),
      tileDisplay: z.enum(['vertical', 'horizontal']).optional(),
      /** A bot that has not answered after this time is asked again, in milliseconds (dialogs R3.45). */
      retryMessageInterval: z.int().min(1_000).max(600_000).default(60_000),
      /** How often it is asked in all. */
      messageResendMaxRetries: z.int().min(1).max(10).default(2),
      /** After the last time: it forgets what was, and asks the consumer to say it in other words. */
      userRetryOnStuckConversation: z.boolean().default(false),
      userNotificationMessageOnStuckConversation: text.optional(),
      /** After that, or instead of it: the consumer is told, and handed over to the skill. */
      escalateOnStuckConversation: z.boolean().default(false),
      escalationMessageOnStuckConversation: text.optional(),
      /** Number of the skill, or a variable that holds it. */
      escalationSkillIdOnStuckConversation: z.union([z.int().min(1), z.string().min(1).max(200)]).optional(),
    })
    .prefault({}),
})
export type AuthoredConfig = z.infer<typeof authoredConfig>

const parsed = new WeakMap<Bot, { readonly config?: AuthoredConfig }>()

/** The settings of a bot that is written here, parsed once; undefined when they cannot be used. */
export function authoredConfigOf(bot: Bot): AuthoredConfig | undefined {
  const known = parsed.get(bot)
  if (known !== undefined) return known.config
  const { success, data } = authoredConfig.safeParse(bot.config)
  parsed.set(bot, success ? { config: data } : {})
  return success ? data : undefined
}

/** A version as this bot runs it: what its connector says goes before what the version says. */
export function withConnector(definition: BotDefinition, { connector }: AuthoredConfig): BotDefinition {
  const { defaultGreetingMessage, enableButtonTextOnPostback, maxEscalationRetries, messageDelay, tileDisplay } =
    connector
  const stuck = { ...definition.settings?.stuck, ...stuckWords(connector) }
  return {
    ...definition,
    settings: {
      ...definition.settings,
      ...(defaultGreetingMessage !== undefined && { greeting: defaultGreetingMessage }),
      ...(enableButtonTextOnPostback !== undefined && { showsButtonLabel: enableButtonTextOnPostback }),
      ...(maxEscalationRetries !== undefined && { escalationRetries: maxEscalationRetries }),
      ...(messageDelay !== undefined && { messageDelayMs: messageDelay }),
      ...(tileDisplay !== undefined && { tileDisplay }),
      ...(Object.keys(stuck).length > 0 && { stuck }),
    },
  }
}

/** What is said of a bot that is stuck, and where it leads, in the version's own words. */
function stuckWords({
  userNotificationMessageOnStuckConversation: restartMessage,
  escalationMessageOnStuckConversation: escalationMessage,
  escalationSkillIdOnStuckConversation: skillId,
}: AuthoredConfig['connector']): NonNullable<BotDefinition['settings']>['stuck'] {
  return {
    ...(restartMessage !== undefined && { restartMessage }),
    ...(escalationMessage !== undefined && { escalationMessage }),
    ...(skillId !== undefined && { escalationSkillId: String(skillId) }),
  }
}
