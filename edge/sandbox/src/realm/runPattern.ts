import { fromJava } from '../fromJava.ts'
import type { PatternResult, PatternTask } from '../panel.ts'
import type { Realm } from './realm.ts'

/** Longest text that is searched, in UTF-16 units. */
const MAX_TEXT = 10_000

const NOTHING_KNOWN = '{"variables":{"request":{},"dialog":{},"session":{},"permanent":{}}}'

/** One search, for expressions that a linear-time engine cannot express. */
export function runPattern(realm: Realm, { source, flags, text }: PatternTask, timeMs: number): PatternResult {
  const own = fromJava(source)
  const all = [...new Set(own.flags + flags)].join('')
  realm.renew(NOTHING_KNOWN, timeMs)
  const asked = [own.source, all, text.slice(0, MAX_TEXT)].map((one) => JSON.stringify(one)).join(', ')
  const answer = realm.ask(
    `(function (source, flags, text) {
      var match = new RegExp(source, flags).exec(text)
      return JSON.stringify(match && { index: match.index, groups: Array.from(match, function (group) { return group === undefined ? null : group }) })
    })(${asked})`,
  )
  if (typeof answer === 'string') {
    const match = JSON.parse(answer)
    return match === null ? { ok: true } : { ok: true, match }
  }
  if (answer.name === 'SyntaxError') return { ok: false, kind: 'syntax', message: answer.message }
  if (answer.message === 'interrupted') {
    return { ok: false, kind: 'timeout', message: `The expression took more than ${timeMs} ms.` }
  }
  return { ok: false, kind: 'memory', message: answer.message }
}
