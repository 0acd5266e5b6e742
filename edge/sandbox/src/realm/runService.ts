import { isJsonObject } from '@baton/base'
import { openService } from '../inside/openService.ts'
import { MAX_SOURCE_LENGTH, type PanelLimits } from '../limits.ts'
import type { ScriptFault, ScriptLog } from '../panel.ts'
import { SERVICE_LIMITS, type ServiceCall, type ServiceResult, type ServiceTask } from '../service.ts'
import type { Realm } from './realm.ts'
import { toFault } from './runPanel.ts'

const MOST_JOBS = 100_000
const EMPTY = { request: {}, dialog: {}, session: {}, permanent: {} }

/** One run of a function, from its beginning to its end or to what it asks for. Never throws for what the code does. */
export function runService(realm: Realm, task: ServiceTask, limits: PanelLimits): ServiceResult {
  const began = performance.now()
  const since = () => Math.round(performance.now() - began)
  const { name, code, input, answers, now, seed } = task
  const failed = (fault: ScriptFault): ServiceResult => ({ state: 'failed', fault, logs: [], ms: since() })
  if (code.length > MAX_SOURCE_LENGTH) {
    return failed({ kind: 'syntax', message: `${name}: the code has more than ${MAX_SOURCE_LENGTH} characters.` })
  }
  realm.renew(JSON.stringify({ now, seed, variables: EMPTY }), limits.timeMs)
  const given = JSON.stringify({ input, answers, now })
  const program = `(function () { 'use strict'; var __name = function (target) { return target }; (${openService})(${given}, ${JSON.stringify(SERVICE_LIMITS)}) })()`
  const stopped =
    realm.run(program, 'baton') ??
    realm.run(code, 'function') ??
    realm.run('__baton.invoke(typeof lambda === "undefined" ? undefined : lambda)', 'baton') ??
    realm.runJobs(MOST_JOBS)
  if (stopped !== undefined) return failed(toFault(realm, stopped, name, limits))
  const told = realm.ask('__baton.told()')
  if (typeof told !== 'string') return failed(toFault(realm, told, name, limits))
  return { ...readTold(told, name), ms: since() }
}

type Told = ServiceResult extends infer One ? (One extends unknown ? Omit<One, 'ms'> : never) : never

/** The realm's word is a stranger's: read like anything from outside. */
function readTold(text: string, name: string): Told {
  const told: unknown = readJson(text)
  if (!isJsonObject(told)) return { state: 'failed', fault: lost(name), logs: [] }
  const logs = Array.isArray(told.logs) ? told.logs.flatMap(readLog).slice(0, SERVICE_LIMITS.logLines) : []
  if (typeof told.error === 'string') {
    return { state: 'failed', fault: { kind: 'thrown', message: `${name}: ${told.error}` }, logs }
  }
  if (typeof told.value === 'string') return { state: 'done', value: readJson(told.value) ?? null, logs }
  const calls = Array.isArray(told.calls) ? told.calls.flatMap(readCall).slice(0, SERVICE_LIMITS.calls) : []
  return calls.length > 0 ? { state: 'asks', calls, logs } : { state: 'failed', fault: lost(name), logs }
}

const lost = (name: string): ScriptFault => ({ kind: 'lost', message: `${name}: what it said could not be read.` })

function readLog(said: unknown): ScriptLog[] {
  if (!isJsonObject(said) || typeof said.text !== 'string') return []
  const level = said.level === 'warn' || said.level === 'error' ? said.level : 'debug'
  return [{ level, text: said.text.slice(0, SERVICE_LIMITS.logLineLength) }]
}

function readCall(said: unknown): ServiceCall[] {
  if (!isJsonObject(said)) return []
  const { method, url, headers, body, credential } = said
  if (typeof method !== 'string' || typeof url !== 'string' || !isJsonObject(headers)) return []
  const named = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, String(value)]))
  return [
    {
      method,
      url,
      headers: named,
      ...(typeof body === 'string' && { body }),
      ...(typeof credential === 'string' && { credential }),
    },
  ]
}

// biome-ignore lint/suspicious/noExplicitAny: whoever calls this looks at what it is
function readJson(text: string): any {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
