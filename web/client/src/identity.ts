/**
 * Gives the token (JWT) with which the brand's page says who the consumer is; asked at the start and before a token ends, so
 * that it can give a fresh one.
 * @returns undefined: nobody is signed in on the page
 */
export type IdentitySource = () => Promise<string | undefined>

/**
 * Whom a token is about, for telling two people at one browser apart. Trusted by nobody: the server checks the signature.
 * @returns undefined for what is no JWT
 */
export function subjectOf(token: string): string | undefined {
  const [, payload] = token.split('.')
  if (payload === undefined) return undefined
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0))
    const { iss, sub } = JSON.parse(new TextDecoder().decode(bytes)) as { iss?: unknown; sub?: unknown }
    return typeof sub === 'string' ? JSON.stringify([iss, sub]) : undefined
  } catch {
    return undefined
  }
}
