/** What old bots' expressions say in Java's way and JavaScript says in another (dialogs R4.9). */
const SAME: Readonly<Record<string, string>> = {
  '\\A': '^',
  '\\z': '$',
  '\\Z': '$',
  '\\h': '[ \\t\\u00a0]',
  '\\R': '(?:\\r\\n|[\\n\\r\\u2028\\u2029])',
}
const FLAGS = /^\(\?([imsu]+)\)/

/**
 * An expression as Java writes it, for JavaScript: flags at its beginning, and anchors of the whole text. What JavaScript does not
 * have at all (possessive repetition, flags in the middle) stays, and is refused there with its own words.
 */
export function fromJava(source: string): { readonly source: string; readonly flags: string } {
  const named = FLAGS.exec(source)?.[1] ?? ''
  const rest = named === '' ? source : source.replace(FLAGS, '')
  const flags = [...new Set(named)].filter((flag) => flag !== 'u').join('')
  // Escapes are read two signs at a time, so that an escaped backslash is no beginning of another.
  return { source: rest.replace(/\\[\s\S]/g, (pair) => SAME[pair] ?? pair), flags }
}
