import { err, ok, type Result } from '@baton/base'
import { RE2JS } from 're2js'

/** A builder's regular expression; takes time in proportion to the text, whatever it is. */
export interface Expression {
  readonly source: string
  /** Somewhere in the text; with regard to case (dialogs R4.9). */
  finds(text: string): boolean
  /** The first part of the text that fits. */
  first(text: string): string | undefined
}

/**
 * @returns why it cannot be used; look-around and back references among it, which no linear engine can have. Those run in the
 * sandbox, against a time limit.
 */
export function parseExpression(source: string): Result<Expression, string> {
  try {
    const compiled = RE2JS.compile(source)
    return ok({
      source,
      finds: (text) => compiled.matcher(text).find(),
      first(text) {
        const matcher = compiled.matcher(text)
        return matcher.find() ? (matcher.group() ?? undefined) : undefined
      },
    })
  } catch (fault) {
    return err(fault instanceof Error ? fault.message : String(fault))
  }
}
