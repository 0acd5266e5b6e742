export { nameIn } from '@baton/protocol'

/** What saved replies may name in double braces, in the order in which they are offered. */
export const REPLY_VARIABLES = ['consumer.name', 'agent.nickname', 'agent.fullName', 'brand', 'skill'] as const
export type ReplyValuesOf = { readonly [name in (typeof REPLY_VARIABLES)[number]]?: string | undefined }

/**
 * Fills in what is known. What is not stays in its braces, so that the agent sees that something is missing; a variable with
 * other words behind a bar (`{{consumer.name|there}}`) has those instead.
 */
export function fillReply(text: string, values: ReplyValuesOf): string {
  return text.replace(/\{\{\s*([\w.]+)\s*(?:\|([^}]*))?\}\}/g, (whole, name: string, otherwise: string | undefined) => {
    const value = Object.hasOwn(values, name) ? values[name as keyof ReplyValuesOf] : undefined
    return value ?? otherwise?.trim() ?? whole
  })
}
