import { readEffect, type ScriptEffect } from '../effects.ts'
import { rewriteForEach } from '../forEach.ts'
import { MAX_SOURCE_LENGTH, type PanelLimits } from '../limits.ts'
import type { Panel, PanelResult, ScriptFault, ScriptLog } from '../panel.ts'
import type { Realm, Stopped } from './realm.ts'

/** What promises may still want to do after the code has ended. */
const MOST_JOBS = 10_000
const FUNCTIONS = 'globalFunctions'
/** Exports spell it one way, the documents the other (integrations A-93). */
const START =
  "var f = typeof __initConversation === 'function' ? __initConversation : typeof initConversation === 'function' ? initConversation : undefined; if (f) f()"

/** Runs one panel in a realm that nobody else is in, and tells what it wanted. Never throws for what the code does. */
export function runPanel(realm: Realm, panel: Panel, limits: PanelLimits): PanelResult {
  const began = performance.now()
  const tooLong = [panel.functions, panel.code].find((code) => (code?.length ?? 0) > MAX_SOURCE_LENGTH)
  if (tooLong !== undefined) {
    const message = `${panel.name}: the code has more than ${MAX_SOURCE_LENGTH} characters.`
    return { effects: [], logs: [], fault: { kind: 'syntax', message }, ms: 0 }
  }
  realm.renew(JSON.stringify(panel.snapshot), limits.timeMs)
  const logs: ScriptLog[] = []
  const fault = runAll(realm, panel, limits, logs)
  return { ...readSaid(realm.said(), logs, fault, panel.name), ms: performance.now() - began }
}

function runAll(realm: Realm, panel: Panel, limits: PanelLimits, logs: ScriptLog[]): ScriptFault | undefined {
  if (panel.functions !== undefined && panel.functions !== '') {
    const fault = runText(realm, panel.functions, FUNCTIONS, limits)
    if (fault !== undefined) {
      if (isFatal(fault)) return fault
      // The panel may need none of it; if it does, it falls over the missing name (integrations A-96).
      logs.push({ level: 'error', text: fault.message })
    }
  }
  if (panel.callsStart === true) {
    const fault = runText(realm, `(function () { ${START} })()`, FUNCTIONS, limits)
    if (fault !== undefined) return fault
  }
  const fault = panel.code === undefined ? undefined : runText(realm, panel.code, panel.name, limits)
  if (fault !== undefined) return fault
  const stopped = realm.runJobs(MOST_JOBS)
  return stopped && toFault(realm, stopped, panel.name, limits)
}

const isFatal = ({ kind }: ScriptFault): boolean => kind !== 'syntax' && kind !== 'thrown'

function runText(realm: Realm, code: string, name: string, limits: PanelLimits): ScriptFault | undefined {
  const stopped = realm.run(code, name)
  if (stopped?.name !== 'SyntaxError') return stopped && toFault(realm, stopped, name, limits)
  const rewritten = rewriteForEach(code)
  const again = rewritten === undefined ? stopped : realm.run(rewritten, name)
  return again && toFault(realm, again, name, limits)
}

export function toFault(realm: Realm, stopped: Stopped, panel: string, limits: PanelLimits): ScriptFault {
  const place = placeIn(stopped.stack)
  const name = place.file ?? panel
  const at = place.line === undefined ? name : `${name}, line ${place.line}`
  const what =
    stopped.name === '' || stopped.name === 'thrown' ? stopped.message : `${stopped.name}: ${stopped.message}`
  const { kind, message } = kindOf(realm, stopped, limits)
  return {
    kind,
    message: `${at}: ${message ?? what}`.slice(0, 2_000),
    ...(place.line !== undefined && { line: place.line }),
    ...(place.column !== undefined && { column: place.column }),
  }
}

function kindOf(
  realm: Realm,
  { name, message }: Stopped,
  { timeMs, memoryBytes }: PanelLimits,
): Pick<ScriptFault, 'kind'> & { message?: string } {
  if (name === 'InternalError' && message === 'interrupted') {
    return { kind: 'timeout', message: `was cut off after ${timeMs} ms.` }
  }
  if (name === 'InternalError' && message === 'out of memory') {
    return { kind: 'memory', message: `used more than ${Math.round(memoryBytes / 1_048_576)} MiB.` }
  }
  if (/stack (overflow|size)/i.test(message)) return { kind: 'recursion', message: 'calls itself too deeply.' }
  if (!realm.isUsable) return { kind: 'memory', message: 'asked for more than the engine can give.' }
  return { kind: name === 'SyntaxError' ? 'syntax' : 'thrown' }
}

/** QuickJS writes `at name (file:line:column)`, innermost first. */
function placeIn(stack: string): { file?: string; line?: number; column?: number } {
  for (const match of stack.matchAll(/\(?([\w.-]+):(\d+):(\d+)\)?/g)) {
    const [, file = '', line, column] = match
    if (file !== 'baton') return { file, line: Number(line), column: Number(column) }
  }
  return {}
}

/** The realm puts its text together out of nothing but texts; it is read as if it did not. */
function readSaid(
  said: string | undefined,
  before: readonly ScriptLog[],
  fault: ScriptFault | undefined,
  name: string,
): Omit<PanelResult, 'ms'> {
  const told = said === undefined ? undefined : readJson(said)
  if (told === undefined) {
    const lost: ScriptFault = { kind: 'lost', message: `${name}: what it said could not be read.` }
    return { effects: [], logs: before, fault: fault ?? lost }
  }
  const effects = told.effects.map(readEffect).filter((effect): effect is ScriptEffect => effect !== undefined)
  const overflow: ScriptFault | undefined =
    told.overflow === undefined ? undefined : { kind: 'output', message: `${name}: ${told.overflow}` }
  const ended = overflow ?? fault
  const { missing } = told
  if (missing !== undefined) return { effects: [], logs: [], missingNamespaces: missing }
  return { effects, logs: [...before, ...told.logs], ...(ended && { fault: ended }) }
}

interface Said {
  readonly effects: readonly unknown[]
  readonly logs: readonly ScriptLog[]
  readonly missing?: readonly string[]
  readonly overflow?: string
}

function readJson(text: string): Said | undefined {
  try {
    const said = JSON.parse(text) as Said
    return Array.isArray(said.effects) && Array.isArray(said.logs) ? said : undefined
  } catch {
    return undefined
  }
}
