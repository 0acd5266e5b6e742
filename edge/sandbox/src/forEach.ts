/** `for each (x in y)` of the engine that these scripts were written for; no JavaScript has it today (integrations A-98). */
const FOR_EACH = /\bfor\s+each\s*\(\s*((?:var|let|const)\s+)?([A-Za-z_$][\w$]*)\s+in\s+/g

/** Rewrites it in code that could not be read; undefined when there is none. */
export function rewriteForEach(code: string): string | undefined {
  let rewritten = ''
  let done = 0
  for (const match of code.matchAll(FOR_EACH)) {
    const start = match.index
    const bodyOfIn = start + match[0].length
    if (start < done) continue
    const end = closingBracket(code, bodyOfIn)
    if (end === undefined) return undefined
    const [, keyword = '', name] = match
    rewritten += `${code.slice(done, start)}for (${keyword}${name} of Object.values(${code.slice(bodyOfIn, end)}))`
    done = end + 1
  }
  return done === 0 ? undefined : rewritten + code.slice(done)
}

/** Where the bracket that is open at `from` closes; texts are stepped over. */
function closingBracket(code: string, from: number): number | undefined {
  let depth = 0
  let quote: string | undefined
  for (let at = from; at < code.length; at += 1) {
    const sign = code[at]
    if (quote !== undefined) {
      if (sign === '\\') at += 1
      else if (sign === quote) quote = undefined
    } else if (sign === '"' || sign === "'" || sign === '`') quote = sign
    else if (sign === '(' || sign === '[' || sign === '{') depth += 1
    else if (sign === ')' || sign === ']' || sign === '}') {
      if (depth === 0) return sign === ')' ? at : undefined
      depth -= 1
    }
  }
  return undefined
}
