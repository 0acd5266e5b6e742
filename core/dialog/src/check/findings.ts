import { type Problem, problem, warning } from '@baton/base'

/** Nobody reads more of them at a time. */
const MAX = 1_000

/** Collects what there is to say, in the order in which it is found. */
export class Findings {
  readonly list: Problem[] = []

  error(path: string, rule: string, message: string): void {
    if (this.list.length < MAX) this.list.push(problem(path, rule, message))
  }

  warn(path: string, rule: string, message: string): void {
    if (this.list.length < MAX) this.list.push(warning(path, rule, message))
  }
}
