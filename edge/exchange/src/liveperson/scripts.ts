import { type Node, parse } from 'acorn'

/** What can be told of a script without running it (export B-37). */
export interface ScriptFacts {
  /** Why it does not compile, with line and column. */
  readonly syntaxError?: string
  /** Names of the functions that it calls on `botContext`. */
  readonly functions: readonly string[]
  /** Interactions named literally in `setTriggerNextMessage`. */
  readonly triggers: readonly string[]
  /** Environment variables named literally. */
  readonly environment: readonly string[]
  /** Whether some name is put together at run time, so that `triggers` cannot be all of them. */
  readonly computedTriggers: boolean
}

const NOTHING: ScriptFacts = { functions: [], triggers: [], environment: [], computedTriggers: false }

/** Reads a script and never runs it. @param code JavaScript as panels hold it: a list of statements, `return` allowed */
export function inspectScript(code: string): ScriptFacts {
  let program: Node
  try {
    program = parse(code, { ecmaVersion: 2020, sourceType: 'script', allowReturnOutsideFunction: true })
  } catch (fault) {
    return { ...NOTHING, syntaxError: fault instanceof Error ? fault.message : String(fault) }
  }
  const functions = new Set<string>()
  const triggers = new Set<string>()
  const environment = new Set<string>()
  let computedTriggers = false
  for (const node of nodesOf(program)) {
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
  return { functions: [...functions], triggers: [...triggers], environment: [...environment], computedTriggers }
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
