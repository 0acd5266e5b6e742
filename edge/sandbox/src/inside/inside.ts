import type { ScriptEffect, VariableScope } from '../effects.ts'
import type { OUTPUT_LIMITS } from '../limits.ts'
import type { NamespaceSnapshot, Snapshot } from '../snapshot.ts'

/**
 * What the functions on `botContext` are made with. Everything in this folder is sent into the realm as text: each exported function
 * stands for itself and uses nothing around it but its arguments and what the language brings.
 */
export interface Inside {
  snapshot: Snapshot
  readonly botContext: Record<string, unknown>
  /** @param fields the other fields as JSON, such as `"name":"x"`; put together by hand, so that no script can reach in between */
  emit(effect: ScriptEffect['do'], fields?: string): void
  log(level: 'debug' | 'warn' | 'error', text: string): void
  /** One more message. @throws RangeError at the limit */
  countMessage(): void
  /** One more write. @throws RangeError at the limit */
  countWrite(): void
  /** A text as JSON. */
  quote(text: string): string
  /** Any value as JSON; undefined, and a line in the log, for what cannot be copied. */
  copy(value: unknown, what: string): string | undefined
  parse(json: string): unknown
  /** As a message: null for what is not worth sending, with a line in the log. */
  words(value: unknown, what: string): string | null
  /** Of an object that came from outside: own properties only. */
  own(values: Readonly<Record<string, unknown>> | undefined, name: string): unknown
  /** Reads and changes what the script sees of a variable. */
  setVisible(scope: VariableScope, name: string, json: string): void
  /** Stops the panel: this namespace has to be read first. */
  needNamespace(name: string): never
  setNamespace(name: string, namespace: NamespaceSnapshot | undefined): void
  /** Asks the only thing that the realm cannot know: what the clocks show in another place. */
  timeIn(zone: string, ms: number): { weekday: string; date: string; minutes: number } | null
}

export type InsideLimits = typeof OUTPUT_LIMITS

/** What the realm's keeper holds on to; no script can reach any of it. */
export interface Gate {
  begin(snapshot: string): void
  /** Everything that was said since, as one JSON text. */
  collect(): string
}

/** Runs inside the realm, once, before any script. */
export function openGate(
  limits: InsideLimits,
  host: (question: string) => string,
  parts: readonly ((inside: Inside) => void)[],
): Gate {
  // Taken before any script can put something else in their places.
  const { stringify, parse } = JSON
  const owns = Object.prototype.hasOwnProperty
  const ProxyNow = Proxy
  const { apply, construct } = Reflect
  const own = (object: object, name: string): boolean => apply(owns, object, [name])
  const RealDate = Date
  const realNow = RealDate.now

  let effects = ''
  let logs = ''
  let lines = 0
  let messages = 0
  let writes = 0
  let missing = ''
  let overflow = ''
  let startedAt = 0
  let seed = 0
  const unknownNames: Record<string, true> = Object.create(null)

  const now = (): number => inside.snapshot.now + (realNow() - startedAt)

  function fail(message: string): never {
    overflow = message
    throw new RangeError(message)
  }
  function addText(all: string, piece: string): string {
    if (all.length + piece.length > limits.totalLength) fail('The panel says more than one panel may.')
    return all === '' ? piece : `${all},${piece}`
  }

  const inside: Inside = {
    snapshot: undefined as unknown as Snapshot,
    botContext: {},
    emit: (effect, fields) => {
      effects = addText(effects, `{"do":"${effect}"${fields === undefined ? '' : `,${fields}`}}`)
    },
    log: (level, text) => {
      lines += 1
      if (lines > limits.logLines) return
      const isLast = lines === limits.logLines
      const cut = isLast ? 'Further lines are left out.' : text.slice(0, limits.logLineLength)
      logs = addText(logs, `{"level":"${isLast ? 'warn' : level}","text":${stringify(cut)}}`)
    },
    countMessage: () => {
      messages += 1
      if (messages > limits.messages) fail(`A panel may send at most ${limits.messages} messages.`)
    },
    countWrite: () => {
      writes += 1
      if (writes > limits.writes) fail(`A panel may write at most ${limits.writes} times.`)
    },
    quote: (text) => stringify(text),
    copy: (value, what) => {
      if (value === undefined) return 'null'
      if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
        inside.log('error', `${what}: a ${typeof value} cannot be stored; nothing was changed.`)
        return undefined
      }
      if (typeof value === 'number' && !Number.isFinite(value)) return stringify(String(value))
      if (value instanceof RealDate) return stringify(String(value))
      let json: string | undefined
      try {
        json = stringify(value)
      } catch (cause) {
        inside.log('error', `${what}: cannot be copied (${String(cause)}); nothing was changed.`)
        return undefined
      }
      if (json === undefined) return 'null'
      // A text of n units has at most 3n bytes; only long ones are counted.
      if (json.length * 3 > limits.variableBytes && bytesOf(json) > limits.variableBytes) {
        inside.log('error', `${what}: holds more than ${limits.variableBytes} bytes; nothing was changed.`)
        return undefined
      }
      return json
    },
    parse: (json) => parse(json),
    words: (value, what) => {
      if (value === undefined || value === null || value === '') {
        inside.log('warn', `${what}: was given nothing to send; left out.`)
        return null
      }
      return String(value)
    },
    own: (values, name) => (values !== undefined && own(values, name) ? values[name] : undefined),
    setVisible: (scope, name, json) => {
      const values = inside.snapshot.variables[scope] as Record<string, unknown>
      values[name] = parse(json)
    },
    needNamespace: (name) => {
      missing = missing === '' ? stringify(name) : `${missing},${stringify(name)}`
      throw new Error(`The namespace "${name}" is being read.`)
    },
    setNamespace: (name, namespace) => {
      const all = inside.snapshot.contextService as Record<string, unknown>
      all[name] = namespace
    },
    timeIn: (zone, ms) => parse(host(stringify({ zone, ms }))) as ReturnType<Inside['timeIn']>,
  }

  function bytesOf(text: string): number {
    let bytes = 0
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at)
      bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3
    }
    return bytes
  }

  function random(): number {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  RealDate.now = now
  const ownDate = new ProxyNow(RealDate, {
    construct: (target, given, newTarget) => construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new RealDate(now()).toString(),
  })
  RealDate.prototype.constructor = ownDate
  const world = globalThis as unknown as Record<string, unknown>
  world.Date = ownDate
  Math.random = random
  for (const name of ['SharedArrayBuffer', 'Atomics', 'performance', 'gc', 'navigator', '__name']) delete world[name]

  for (const addTo of parts) addTo(inside)
  // A name that nobody knows is told once, whether or not the script then falls over it (integrations A-70).
  Object.setPrototypeOf(
    inside.botContext,
    new ProxyNow(Object.create(null) as object, {
      get: (_target, name) => {
        if (typeof name !== 'string' || own(Object.prototype, name) || name === 'toJSON' || name === 'then') {
          return (Object.prototype as unknown as Record<PropertyKey, unknown>)[name]
        }
        if (!unknownNames[name]) {
          unknownNames[name] = true
          inside.log('error', `botContext.${name} is not a function that Baton has.`)
        }
        return undefined
      },
    }),
  )
  world.botContext = inside.botContext

  return {
    begin: (text) => {
      const snapshot = parse(text) as Snapshot
      const { variables, fields, slots, environment, contextService } = snapshot
      for (const values of [variables.request, variables.dialog, variables.session, variables.permanent]) {
        Object.setPrototypeOf(values, null)
      }
      for (const values of [fields, slots, environment, contextService]) {
        if (values !== undefined) Object.setPrototypeOf(values, null)
      }
      inside.snapshot = snapshot
      startedAt = realNow()
      seed = snapshot.seed | 0
    },
    collect: () => {
      const names = missing === '' ? '' : `,"missing":[${missing}]`
      const told = overflow === '' ? '' : `,"overflow":${stringify(overflow)}`
      return `{"effects":[${effects}],"logs":[${logs}]${names}${told}}`
    },
  }
}
