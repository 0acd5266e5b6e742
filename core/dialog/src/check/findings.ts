import { type Problem, problem, warning } from '@baton/base'
import type { ErrorCode, WarningCode } from './problemCodes.ts'

/** Nobody reads more of them at a time. */
const MAX = 1_000

/** Collects what there is to say, in the order in which it is found. Warnings never crowd out errors, which keep a bot from being published. */
export class Findings {
  readonly list: Problem[] = []
  #errors = 0
  #warnings = 0

  error(path: string, rule: ErrorCode, message: string): void {
    this.#errors += 1
    if (this.#errors <= MAX) this.list.push(problem(path, rule, message))
  }

  warn(path: string, rule: WarningCode, message: string): void {
    this.#warnings += 1
    if (this.#warnings <= MAX) this.list.push(warning(path, rule, message))
  }
}
