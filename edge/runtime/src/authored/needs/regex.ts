import type { NeedAnswer, RegexNeed } from '@baton/dialog'
import type { Asking, Means } from './asking.ts'

/** An expression that linear time cannot match runs in the sandbox, with its limits. */
export async function answerRegex(need: RegexNeed, { state }: Asking, { parts }: Means): Promise<NeedAnswer> {
  const { source, flags } = readExpression(need.expression)
  const found = await parts.sandbox.match({ accountId: state.accountId, source, flags, text: need.text })
  if (found.ok) return { kind: 'regex', matched: found.match !== undefined }
  return { kind: 'regex', matched: false, fault: found.message }
}

/** Flags at the start of an expression, as other engines write them. */
function readExpression(expression: string): { source: string; flags: string } {
  const inline = /^\(\?([ims]+)\)/.exec(expression)
  return inline === null
    ? { source: expression, flags: '' }
    : { source: expression.slice(inline[0].length), flags: [...new Set(inline[1])].join('') }
}
