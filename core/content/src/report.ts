import { type Problem, problem, warning } from '@baton/base'
import { MAX_PROBLEMS } from './limits.ts'

/** Collects what is wrong; bounded, so that a hostile input cannot make a list longer than itself. */
export class Report {
  readonly problems: Problem[] = []
  #failed = false

  get failed(): boolean {
    return this.#failed
  }

  error(path: string, rule: string, message: string): void {
    this.#failed = true
    this.#add(problem(path, rule, message))
  }

  warn(path: string, rule: string, message: string): void {
    this.#add(warning(path, rule, message))
  }

  addAll(problems: readonly Problem[]): void {
    for (const one of problems) {
      if (one.severity !== 'warning') this.#failed = true
      this.#add(one)
    }
  }

  #add(one: Problem): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(one)
    else if (this.problems.length === MAX_PROBLEMS) {
      this.problems.push(warning('', 'more-problems', 'There is more wrong than is listed here.'))
    }
  }
}

/** A value that was let in, perhaps with warnings, or all that is wrong with it. */
export type Checked<Name extends string, T> =
  | ({ readonly ok: true; readonly problems: readonly Problem[] } & { readonly [key in Name]: T })
  | { readonly ok: false; readonly problems: readonly Problem[] }
