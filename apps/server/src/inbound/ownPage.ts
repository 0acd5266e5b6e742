/**
 * Whether a request was made by a page of this very server: under a name that it is known by, or under the one by which the
 * browser reached it. A page of somebody else's cannot have the host's own name as its origin.
 *
 * @param host the `Host` header
 */
export function isOwnPage(origin: string | undefined, host: string | undefined, own: readonly string[]): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false
  return own.includes(origin) || (host !== undefined && new URL(origin).host === host.toLowerCase())
}
