/** A map that holds at most `capacity` entries: what was not used for longest goes first. */
export class Lru<K, V> {
  private readonly entries = new Map<K, V>()
  private readonly capacity: number

  constructor(capacity: number) {
    this.capacity = capacity
  }

  get(key: K): V | undefined {
    const value = this.entries.get(key)
    if (value === undefined || !this.isCrowded) return value
    // A Map keeps the order of insertion: putting it in again makes it the youngest.
    this.entries.delete(key)
    this.entries.set(key, value)
    return value
  }

  set(key: K, value: V): void {
    if (this.isCrowded) this.entries.delete(key)
    this.entries.set(key, value)
    if (this.entries.size <= this.capacity) return
    const oldest = this.entries.keys().next()
    if (!oldest.done) this.entries.delete(oldest.value)
  }

  /** While there is room for as much again, nobody's age counts. */
  private get isCrowded(): boolean {
    return this.entries.size > this.capacity / 2
  }

  delete(key: K): void {
    this.entries.delete(key)
  }
}
