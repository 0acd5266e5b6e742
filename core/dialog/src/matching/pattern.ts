import { err, ok, type Result } from '@baton/base'
import { normalizeWords } from './words.ts'

/** Longer ones are refused (dialogs R3.18). */
export const MAX_PATTERN_LENGTH = 500

/** A pattern as it was read: what stands beside each other, one of several, any run of characters, or plain characters. */
type Part =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[] }
  | { readonly kind: 'oneOf'; readonly parts: readonly Part[] }

/** A pattern that can be asked. Matching takes time in proportion to words × pattern, whatever they are. */
export interface Pattern {
  readonly source: string
  /** The whole of the words, without regard to case (dialogs R3.7, R3.11). @param words normalised */
  matches(words: string): boolean
  /** Words without which it cannot match: one of them must be in there. Empty: it may match anything. */
  readonly needs: readonly string[]
  /** All that it matches, where that is a short list. */
  readonly exactly?: readonly string[]
  /** More characters that must be just so win over fewer, for events of the platform (dialogs R8.16). */
  readonly literalLength: number
}

/** `*` any run, `(a|b)` one of these, backslash before `* | ( ) \` for themselves (dialogs R3.7–R3.14). */
export function parsePattern(source: string): Result<Pattern, string> {
  if (source.length > MAX_PATTERN_LENGTH) return err(`Pattern is longer than ${MAX_PATTERN_LENGTH} characters`)
  const reader = { text: source.trim(), at: 0 }
  const whole = readAlternatives(reader, 0)
  if (typeof whole === 'string') return err(whole)
  if (reader.at < reader.text.length) return err('Pattern is not valid: unbalanced parenthesis')
  const program = toProgram(whole)
  const exactly = expand(whole)
  return ok({
    source,
    matches: (words) => (exactly ? exactly.includes(words) : runs(program, words)),
    needs: neededWords(whole) ?? [],
    ...(exactly && { exactly }),
    literalLength: literalLength(whole),
  })
}

const MAX_NESTING = 50
const ESCAPABLE = new Set(['*', '|', '(', ')', '\\'])

function readAlternatives(reader: { readonly text: string; at: number }, depth: number): Part | string {
  if (depth > MAX_NESTING) return `Pattern is nested deeper than ${MAX_NESTING} levels`
  const alternatives: Part[] = []
  let parts: Part[] = []
  let literal = ''
  const endLiteral = () => {
    if (literal !== '') parts.push({ kind: 'literal', text: literal })
    literal = ''
  }
  const endAlternative = () => {
    endLiteral()
    alternatives.push({ kind: 'sequence', parts })
    parts = []
  }
  for (; reader.at < reader.text.length; reader.at += 1) {
    const character = reader.text[reader.at] ?? ''
    const next = reader.text[reader.at + 1] ?? ''
    if (character === '\\' && ESCAPABLE.has(next)) {
      literal += next
      reader.at += 1
    } else if (character === '*') {
      endLiteral()
      if (parts.at(-1)?.kind !== 'any') parts.push({ kind: 'any' })
    } else if (character === '|') endAlternative()
    else if (character === '(') {
      endLiteral()
      reader.at += 1
      const group = readAlternatives(reader, depth + 1)
      if (typeof group === 'string') return group
      if (reader.text[reader.at] !== ')') return 'Pattern is not valid: unbalanced parenthesis'
      parts.push(group)
    } else if (character === ')') break
    else literal += fold(character)
  }
  endAlternative()
  const [only] = alternatives
  return alternatives.length === 1 && only !== undefined ? only : { kind: 'oneOf', parts: alternatives }
}

/** One character as it is after `normalizeWords`; a blank stays a blank. */
const fold = (character: string): string => (/\s/.test(character) ? ' ' : normalizeWords(character))

/** A machine without memory: each instruction is a character to see, a jump to try both ways, all that comes, or the end. */
type Instruction =
  | { readonly see: string; readonly to: number }
  | { readonly any: true; readonly to: number }
  | { readonly both: readonly number[] }
  | { readonly rest: true }
  | { readonly end: true }

const END = 0

/** Built from behind, so that each part knows where to go on. */
function toProgram(part: Part): { readonly start: number; readonly code: readonly Instruction[] } {
  const code: Instruction[] = [{ end: true }]
  const add = (instruction: Instruction) => code.push(instruction) - 1
  const build = (step: Part, then: number): number => {
    switch (step.kind) {
      case 'literal':
        return [...step.text].reduceRight((to, see) => add({ see, to }), then)
      case 'any': {
        if (then === END) return add({ rest: true })
        const choice = code.length + 1
        const any = add({ any: true, to: choice })
        return add({ both: [any, then] })
      }
      case 'sequence':
        return step.parts.reduceRight((to, inner) => build(inner, to), then)
      case 'oneOf':
        return add({ both: step.parts.map((inner) => build(inner, then)) })
    }
  }
  const start = build(part, END)
  return { start, code }
}

/** All ways at once, one character after the other: no way is ever gone twice. */
function runs({ start, code }: ReturnType<typeof toProgram>, words: string): boolean {
  // By instruction: how many characters had been read when it was reached last, and one more.
  const reached = new Int32Array(code.length)
  let read = 1
  let here: number[] = []
  let there: number[] = []

  /** @returns whether all that comes is matched from there */
  function enter(place: number): boolean {
    if (reached[place] === read) return false
    reached[place] = read
    const instruction = code[place] as Instruction
    if ('both' in instruction) return instruction.both.some(enter)
    there.push(place)
    return 'rest' in instruction
  }

  if (enter(start)) return true
  for (const character of words) {
    read += 1
    ;[here, there] = [there, here]
    there.length = 0
    for (const place of here) {
      const instruction = code[place] as Instruction
      const goesOn = 'any' in instruction || ('see' in instruction && instruction.see === character)
      if (goesOn && enter(instruction.to)) return true
    }
    if (there.length === 0) return false
  }
  return reached[END] === read
}

const MAX_EXPANSION = 64

/** Everything that a pattern without `*` matches, if that is not much; blanks are as they are after `normalizeWords`. */
function expand(part: Part): string[] | undefined {
  const expanded = expandPart(part)
  if (expanded === undefined) return undefined
  return [...new Set(expanded.map((text) => text.replace(/ +/g, ' ').trim()))]
}

function expandPart(part: Part): string[] | undefined {
  if (part.kind === 'any') return undefined
  if (part.kind === 'literal') return [part.text]
  const lists = part.parts.map(expandPart)
  if (lists.some((list) => list === undefined)) return undefined
  const known = lists as string[][]
  if (part.kind === 'oneOf') return known.flat().length > MAX_EXPANSION ? undefined : known.flat()
  let all = ['']
  for (const list of known) {
    if (all.length * list.length > MAX_EXPANSION) return undefined
    all = all.flatMap((before) => list.map((after) => before + after))
  }
  return all
}

/** The best list of words of which one must be there; undefined when the part can do without any. */
function neededWords(part: Part): string[] | undefined {
  if (part.kind === 'any') return undefined
  if (part.kind === 'literal') return part.text.trim() === '' ? undefined : [part.text.trim()]
  const lists = part.parts.map(neededWords)
  if (part.kind === 'oneOf') {
    if (lists.some((list) => list === undefined)) return undefined
    const all = (lists as string[][]).flat()
    return all.length > MAX_EXPANSION ? undefined : all
  }
  const known = lists.filter((list): list is string[] => list !== undefined)
  const shortest = (list: readonly string[]) => Math.min(...list.map((text) => text.length))
  return known.toSorted((a, b) => shortest(b) - shortest(a) || a.length - b.length)[0]
}

function literalLength(part: Part): number {
  if (part.kind === 'any') return 0
  if (part.kind === 'literal') return part.text.length
  const lengths = part.parts.map(literalLength)
  return part.kind === 'oneOf' ? Math.max(0, ...lengths) : lengths.reduce((sum, length) => sum + length, 0)
}
