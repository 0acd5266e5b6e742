/** What a sign-in inside the conversation leaves in a bot: the consumer's token, and the link to get one (scripting 2.4, A-76). */
const NAMES = /\b(?:cidp_\w+|external_auth_url)\b/g

/** Names in a text that stand for a sign-in inside the conversation, each once. */
export function signInNames(text: string): string[] {
  const found = text.match(NAMES)
  return found === null ? [] : [...new Set(found)]
}

/** Why it does not work, and what does (decision 49). */
export function signInRemark(name: string): string {
  const what =
    name === 'external_auth_url'
      ? `"${name}" stays empty: there is no link at which consumers sign in during a conversation.`
      : `"${name}" stays empty: no variable and no script holds a consumer's own token.`
  return (
    `${what} Let your page sign the consumer in, and name a credential of the kind consumerToken in the integration: ` +
    "the token is then shown to your service in that consumer's own conversation."
  )
}
