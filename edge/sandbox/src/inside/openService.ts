import type { SERVICE_LIMITS, ServiceAnswer, ServiceCall } from '../service.ts'

/**
 * Runs inside the realm before a function does; sent there as text, it uses nothing around it. What it keeps of itself under
 * `__baton` a function could misuse, to nobody's harm but its own.
 */
export function openService(
  given: { input: unknown; answers: readonly ServiceAnswer[]; now: number },
  limits: typeof SERVICE_LIMITS,
): void {
  const { input, answers, now } = given
  const { stringify } = JSON
  const world = globalThis as unknown as Record<string, unknown>
  const asked: ServiceCall[] = []
  const logs: { level: string; text: string }[] = []
  let end: { value: string } | { error: string } | undefined
  let returned = false

  const RealDate = Date
  world.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now] : args, newTarget),
    apply: () => new RealDate(now).toString(),
    get: (target, name) => (name === 'now' ? () => now : Reflect.get(target, name)),
  })
  delete world.botContext

  function textOf(thrown: unknown): string {
    if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) return String(thrown.message)
    return typeof thrown === 'string' ? thrown : (stringify(thrown) ?? String(thrown))
  }
  function say(level: string) {
    return (...parts: unknown[]) => {
      if (logs.length >= limits.logLines) return
      const text = parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join(' ')
      logs.push({ level, text: text.slice(0, limits.logLineLength) })
    }
  }
  world.console = { log: say('debug'), debug: say('debug'), info: say('debug'), warn: say('warn'), error: say('error') }

  function toCall(url: unknown, options: Record<string, unknown>): ServiceCall {
    const headers: Record<string, string> = {}
    const written = Object(options.headers ?? {}) as Record<string, unknown>
    for (const name of Object.keys(written)) headers[name] = String(written[name])
    const { body, credential } = options
    return {
      method: String(options.method ?? 'GET').toUpperCase(),
      url: String(url),
      headers,
      ...(body !== undefined && body !== null && { body: typeof body === 'string' ? body : stringify(body) }),
      ...(credential !== undefined && credential !== null && { credential: String(credential) }),
    }
  }
  function toResponse(answer: ServiceAnswer & { status: number }) {
    const { status, headers, body } = answer as ServiceAnswer & {
      status: number
      headers: Record<string, string>
      body: string
    }
    return {
      status,
      ok: status >= 200 && status < 300,
      headers: { get: (name: unknown) => headers[String(name).toLowerCase()] ?? null },
      text: () => Promise.resolve(body),
      json: () => new Promise((resolve) => resolve(JSON.parse(body))),
    }
  }
  world.fetch = (url: unknown, options?: unknown) => {
    const call = toCall(url, Object(options ?? {}))
    if (asked.length >= limits.calls) {
      return Promise.reject(new RangeError(`A function may make at most ${limits.calls} calls.`))
    }
    const said = stringify(call)
    if (said.length > limits.callLength) return Promise.reject(new RangeError('The call is too long.'))
    const answer = answers[asked.length]
    asked.push(call)
    if (answer === undefined) return new Promise(() => {})
    if (stringify(answer.asked) !== said) {
      end = { error: 'The function asked for something else when it was run again; it must do the same each time.' }
      return new Promise(() => {})
    }
    if ('failed' in answer) return Promise.reject(new TypeError(answer.failed))
    return Promise.resolve(toResponse(answer))
  }

  function finish(error: unknown, value: unknown): void {
    if (end !== undefined) return
    if (error !== null && error !== undefined && error !== false) {
      end = { error: textOf(error).slice(0, 2_000) }
      return
    }
    const json = stringify(value) ?? 'null'
    end =
      json.length <= limits.valueLength
        ? { value: json }
        : { error: `What the function gives back has more than ${limits.valueLength} characters.` }
  }
  const keeper = {
    invoke(lambda: unknown): void {
      if (typeof lambda !== 'function') return finish('The code defines no function called lambda.', undefined)
      const out: unknown = lambda(input, finish)
      if (typeof out !== 'object' || out === null || !('then' in out) || typeof out.then !== 'function') return
      out.then(
        (value: unknown) => {
          returned = true
          if (value !== undefined) finish(null, value)
        },
        (error: unknown) => finish(error ?? 'The function was rejected.', undefined),
      )
    },
    told(): string {
      const calls = asked.slice(answers.length)
      if (end === undefined && calls.length === 0) {
        finish(returned ? null : 'The function ended without calling back.', null)
      }
      return stringify({ calls, logs, ...end })
    },
  }
  Object.defineProperty(world, '__baton', { value: Object.freeze(keeper) })
}
