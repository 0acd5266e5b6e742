/** A name and a password as HTTP shows them (RFC 7617). */
export const packBasic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`

/** @returns undefined for a header of another kind; what has no colon is all password */
export function unpackBasic(header = ''): { readonly name: string; readonly password: string } | undefined {
  const [, packed] = /^Basic (.+)$/i.exec(header) ?? []
  if (packed === undefined) return undefined
  const text = Buffer.from(packed, 'base64').toString()
  const colon = text.indexOf(':')
  return { name: text.slice(0, Math.max(0, colon)), password: text.slice(colon + 1) }
}
