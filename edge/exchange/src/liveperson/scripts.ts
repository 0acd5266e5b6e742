import { type Node, parse } from 'acorn'
import { signInNames } from './signIn.ts'

/** What can be told of a script without running it (export B-37). */
export interface ScriptFacts {
  /** Why it does not compile, with line and column. */
  readonly syntaxError?: string
  /** What in it is newer than, or beside, the language of 2009 that the original runs; it runs here (scripting ). */
  readonly notInEs5?: string
  /** Names of the functions that it calls on `botContext`. */
  readonly functions: readonly string[]
  /** Interactions named literally in `setTriggerNextMessage`. */
  readonly triggers: readonly string[]
  /** Environment variables named literally. */
  readonly environment: readonly string[]
  /** Whether some name is put together at run time, so that `triggers` cannot be all of them. */
  readonly computedTriggers: boolean
  /** What it names of a sign-in inside the conversation; what stands in a comment is nothing. */
  readonly signIn: readonly string[]
}

const NOTHING: ScriptFacts = { functions: [], triggers: [], environment: [], computedTriggers: false, signIn: [] }

/** Reads a script and never runs it. @param code JavaScript as panels hold it: a list of statements, `return` allowed */
export function inspectScript(code: string): ScriptFacts {
  const read = readProgram(code)
  if ('syntaxError' in read) return { ...NOTHING, ...read, signIn: signInNames(code) }
  const { program, notInEs5 } = read
  const functions = new Set<string>()
  const triggers = new Set<string>()
  const environment = new Set<string>()
  const signIn = new Set<string>()
  let computedTriggers = false
  for (const node of nodesOf(program)) {
    for (const name of signInNames(wordsOf(node))) signIn.add(name)
    if (!isCallOfBotContext(node)) continue
    const name = node.callee.property.name
    functions.add(name)
    const [first] = node.arguments
    const literal = first?.type === 'Literal' && typeof first.value === 'string' ? first.value : undefined
    if (name === 'setTriggerNextMessage') {
      if (literal === undefined) computedTriggers = true
      else triggers.add(literal)
    }
    if (name === 'getEnvVariable' && literal !== undefined) environment.add(literal)
  }
  return {
    functions: [...functions],
    triggers: [...triggers],
    environment: [...environment],
    computedTriggers,
    signIn: [...signIn],
    ...(notInEs5 !== undefined && { notInEs5 }),
  }
}

/** The loop of Mozilla's language, which old engines know; the sandbox rewrites it. */
const FOR_EACH = /\bfor\s+each\s*\(/

function readProgram(code: string): { program: Node; notInEs5?: string } | { syntaxError: string } {
  const old = tryToParse(code, 5)
  if (typeof old !== 'string') return { program: old }
  const modern = tryToParse(code, 2020)
  if (typeof modern !== 'string') return { program: modern, notInEs5: old }
  const rewritten = FOR_EACH.test(code) ? tryToParse(code.replaceAll(new RegExp(FOR_EACH, 'g'), 'for ('), 2020) : modern
  if (typeof rewritten !== 'string') return { program: rewritten, notInEs5: '"for each" is no loop of JavaScript' }
  return { syntaxError: modern }
}

function tryToParse(code: string, ecmaVersion: 5 | 2020): Node | string {
  try {
    return parse(code, { ecmaVersion, sourceType: 'script', allowReturnOutsideFunction: true })
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault)
  }
}

interface CallOfBotContext {
  readonly callee: { readonly property: { readonly name: string } }
  readonly arguments: readonly { readonly type: string; readonly value?: unknown }[]
}

function isCallOfBotContext(node: unknown): node is CallOfBotContext {
  const { type, callee } = node as {
    type: string
    callee?: { type: string; computed?: boolean; object?: { type: string; name?: string } }
  }
  return (
    type === 'CallExpression' &&
    callee?.type === 'MemberExpression' &&
    callee.computed === false &&
    callee.object?.type === 'Identifier' &&
    callee.object.name === 'botContext'
  )
}

/** What a node says by itself: a text, a piece of one, a name. */
function wordsOf(node: Node): string {
  const { name, value } = node as { name?: unknown; value?: unknown }
  if (typeof name === 'string') return name
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'raw' in value ? String(value.raw) : ''
}

/** Every node of the tree; with a list of its own, since a script may be nested deeply. */
function* nodesOf(root: Node): Generator<Node> {
  const open: unknown[] = [root]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue
    if ('type' in next && typeof next.type === 'string') yield next as Node
    for (const part of Object.values(next)) if (typeof part === 'object' && part !== null) open.push(part)
  }
}

const PLACEHOLDER = /\{\$([^{}]*)\}|\{([A-Za-z_][^{}$"'\s:,]*)\}/g

/** What stands between braces in a text: `$botContext.name`, `$env.KEY`, `Integration.field` … */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, variable, field]) =>
    variable === undefined ? (field ?? '') : `$${variable}`,
  )
}
