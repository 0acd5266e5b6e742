/** Waiting work of many accounts: each gets its turn, however much another has waiting. */
export class FairQueue<T> {
  /** The account whose turn is next comes first. */
  private readonly byAccount = new Map<string, T[]>()
  private count = 0
  private readonly limits: { readonly overall: number; readonly perAccount: number }

  constructor(limits: { readonly overall: number; readonly perAccount: number }) {
    this.limits = limits
  }

  get size(): number {
    return this.count
  }

  /** @returns false when too much waits already */
  add(accountId: string, item: T): boolean {
    const waiting = this.byAccount.get(accountId) ?? []
    if (this.count >= this.limits.overall || waiting.length >= this.limits.perAccount) return false
    waiting.push(item)
    this.byAccount.set(accountId, waiting)
    this.count += 1
    return true
  }

  /** The next one whose account may have more under way. */
  take(may: (accountId: string) => boolean): T | undefined {
    for (const [accountId, waiting] of this.byAccount) {
      if (!may(accountId)) continue
      const item = waiting.shift()
      this.byAccount.delete(accountId)
      if (waiting.length > 0) this.byAccount.set(accountId, waiting)
      if (item === undefined) continue
      this.count -= 1
      return item
    }
    return undefined
  }

  /** Takes all of it. */
  drain(): T[] {
    const all = [...this.byAccount.values()].flat()
    this.byAccount.clear()
    this.count = 0
    return all
  }
}
