/** Number of code points: an emoji outside the basic plane counts as one (structured content, 0.3). */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** True when `text` has at most `limit` code points; counts only where the cheap answer does not decide. */
export function fits(text: string, limit: number): boolean {
  if (text.length <= limit) return true
  return text.length <= 2 * limit && codePoints(text) <= limit
}
