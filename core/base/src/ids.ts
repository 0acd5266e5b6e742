declare const brand: unique symbol

/** A value of `T` that cannot pass for another kind of `T`; free at run time. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** The brand that owns everything else; nothing is shared between accounts. Letters and digits. */
export type AccountId = Brand<string, 'AccountId'>
/** A UUID, made by the server when the consumer's first message opens the conversation. */
export type ConversationId = Brand<string, 'ConversationId'>
/** A UUID for an anonymous consumer; an opaque text for one whom the brand signed in. */
export type ConsumerId = Brand<string, 'ConsumerId'>
/** What a queue is for and an agent can do; also has a case-sensitive name. */
export type SkillId = Brand<number, 'SkillId'>
/** People and bots draw their numbers from one sequence, so that a number never names two of them. */
export type AgentId = Brand<number, 'AgentId'>
export type BotId = Brand<number, 'BotId'>
/** Where a consumer comes in: names the first skill, the allowed origins and the texts. */
export type EntryPointId = Brand<string, 'EntryPointId'>
/** A tag of the account's list. */
export type TagId = Brand<number, 'TagId'>
/** Place of a turn in its conversation: 1, 2, 3 … */
export type TurnId = Brand<number, 'TurnId'>
/** Names one effect in the whole installation; made from conversation, turn and purpose, never at random. */
export type EffectId = Brand<string, 'EffectId'>
/** Made by the client for each thing it sends; the same id again gives the first answer again. */
export type ClientId = Brand<string, 'ClientId'>
