/** What the order needs to know of an interaction. */
export interface Linked {
  readonly id: string
  readonly previous: string | undefined
  readonly next: string | undefined
}

export interface Chain<T> {
  readonly ordered: readonly T[]
  /** Why the stored links do not give one order; absent when they do. */
  readonly broken?: string
}

/**
 * The interactions of one dialog in their order: from the one without a predecessor along `next` (export B-5). Where the links
 * are broken, heads come in file order, each with what follows it, then what no link reaches, in file order (export B-33).
 */
export function followChain<T extends Linked>(members: readonly T[]): Chain<T> {
  const byId = new Map(members.map((member) => [member.id, member]))
  const ordered = new Set<T>()
  const causes: string[] = []
  const heads = members.filter(({ previous }) => previous === undefined)
  if (members.length > 0 && heads.length === 0) causes.push('no interaction is the first')
  if (heads.length > 1) causes.push(`${heads.length} interactions are the first`)

  for (const head of heads) {
    let member: T | undefined = head
    while (member !== undefined && !ordered.has(member)) {
      ordered.add(member)
      const next: T | undefined = member.next === undefined ? undefined : byId.get(member.next)
      if (next !== undefined && ordered.has(next)) causes.push(`"${member.id}" leads back to "${next.id}"`)
      member = next
    }
  }
  const unreached = members.filter((member) => !ordered.has(member))
  if (unreached.length > 0 && heads.length > 0) causes.push(`${unreached.length} interactions are not reached`)
  for (const member of unreached) ordered.add(member)
  return { ordered: [...ordered], ...(causes.length > 0 && { broken: causes.join('; ') }) }
}
