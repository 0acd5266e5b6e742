import { type Facts, type Problem, pointer, problem, warning } from '@baton/base'
import { MAX_PROBLEMS } from '../limits.ts'
import type { RuleId } from './ruleIds.ts'

export type Fields = Readonly<Record<string, unknown>>

/**
 * One pass over one payload: where it stands, what it counts, what it finds. The place is a stack of keys that is written over and
 * over, and becomes a pointer only for a problem, so that a payload without problems costs no allocation.
 */
export class Walk {
  readonly problems: Problem[] = []
  readonly keys: (string | number)[] = []
  /** Keys on the stack. */
  depth = 0
  /** Levels of elements above the one that is looked at. */
  level = 0
  elements = 0
  metadata = 0
  failed = false
  #unlisted = 0

  constructor(
    readonly base: string,
    /** Hosts that pictures may come from, as they are compared; absent: they are not looked at. */
    readonly hosts: ReadonlySet<string> | undefined,
    /** The instant that start times are compared with, in milliseconds since 1970; absent: they are not. */
    readonly at: number | undefined,
    /** At least as many bytes as the payload has as JSON. */
    readonly bytesBound: number,
    /** Whether links are held to the same hosts. */
    readonly checksLinks: boolean,
  ) {}

  /** @param facts what the message is made of; absent: the rule says all */
  error(rule: RuleId, message: string, facts?: Facts): void {
    this.failed = true
    if (this.#isListed()) this.problems.push({ ...problem(this.#path(), rule, message), ...(facts && { facts }) })
  }

  warn(rule: RuleId, message: string, facts?: Facts): void {
    if (this.#isListed()) this.problems.push({ ...warning(this.#path(), rule, message), ...(facts && { facts }) })
  }

  /** Tells something about a member of the object that is looked at. */
  errorAt(key: string | number, rule: RuleId, message: string, facts?: Facts): void {
    this.keys[this.depth++] = key
    this.error(rule, message, facts)
    this.depth -= 1
  }

  warnAt(key: string | number, rule: RuleId, message: string, facts?: Facts): void {
    this.keys[this.depth++] = key
    this.warn(rule, message, facts)
    this.depth -= 1
  }

  /** What a sentence about this place begins with. */
  subject(): string {
    const key = this.keys[this.depth - 1]
    if (this.depth === 0 || key === undefined) return 'The content'
    if (typeof key === 'string') return `“${key.slice(0, 40)}”`
    const above = this.depth > 1 ? this.keys[this.depth - 2] : undefined
    return typeof above === 'string' ? `Entry ${key + 1} of “${above.slice(0, 40)}”` : `Entry ${key + 1}`
  }

  /** Everything found, and how much more there is than is listed. */
  close(): readonly Problem[] {
    if (this.#unlisted > 0) {
      const message = `${this.#unlisted} more problems are not listed; the first ${MAX_PROBLEMS} are.`
      const facts = { count: this.#unlisted, most: MAX_PROBLEMS }
      this.problems.push({ ...warning(this.base, 'more-problems', message), facts })
    }
    return this.problems
  }

  #isListed(): boolean {
    if (this.problems.length < MAX_PROBLEMS) return true
    this.#unlisted += 1
    return false
  }

  #path(): string {
    let path = this.base
    for (let index = 0; index < this.depth; index += 1) path = pointer(path, this.keys[index] ?? '')
    return path
  }
}
