import type { JsonValue } from '@baton/base'
import { packResult, unpackResult } from './callResult.ts'
import type { CompiledBot } from './compile.ts'
import type { Integration } from './definition.ts'
import { parseFieldPath, readField } from './fields.ts'
import type { Words } from './kind.ts'
import type { CallResult } from './need.ts'
import type { Output } from './output.ts'
import type { Frame, Run, Session } from './run.ts'
import type { ScriptSnapshot, Values } from './script.ts'
import { fill, fillUrl, type Resolve, toText } from './template.ts'
import type { TraceEntry } from './trace.ts'

type Writable<T> = { -readonly [K in keyof T]: T[K] }
export type Scope = 'request' | 'dialog' | 'session' | 'permanent'

/** What the consumer or the platform said in this turn. */
export interface Heard {
  readonly text: string
  readonly origin: 'consumer' | 'platform'
  readonly quickReplyPayload?: string
  readonly buttonPayload?: string
  readonly metadata?: ScriptSnapshot['metadata']
}

/** Channels that know nothing but words. */
const PLAIN_CHANNELS = /sms/

/** All that a turn knows and changes: the session's copy, variables, what was said so far. Nothing outlives the turn but what `toRun` gives. */
export class Memory {
  readonly outputs: Output[] = []
  readonly trace: TraceEntry[] = []
  readonly request: Record<string, JsonValue> = {}
  session: Writable<Omit<Session, 'variables' | 'slots' | 'fields' | 'uploads'>> & {
    variables: Record<string, JsonValue>
    slots: Record<string, JsonValue>
    fields: Record<string, JsonValue>
    uploads: Record<string, string>
  }
  permanent: Record<string, JsonValue>
  transferFailures: number
  heard: Heard = { text: '', origin: 'platform' }
  phase: Run['phase']
  /** The session that this turn found is over. */
  isIdle = false
  /** Nobody said anything: the session does not become younger. */
  isSilent = false
  /** The bot was stuck and begins anew. */
  restarted = false

  constructor(
    readonly bot: CompiledBot,
    /** As it was when the turn began, with the needs that the turn had since. */
    public run: Run,
    readonly at: number,
  ) {
    this.session = run.session === undefined ? freshSession(at) : copyOf(run.session)
    this.permanent = { ...run.permanent }
    this.phase = run.phase
    this.transferFailures = run.transferFailures ?? 0
  }

  beginSession(): void {
    this.session = freshSession(this.at)
    this.isIdle = false
    this.trace.push({ what: 'sessionStarted' })
  }

  get stack(): readonly Frame[] {
    return this.session.stack
  }
  get top(): Frame | undefined {
    return this.session.stack.at(-1)
  }
  changeTop(change: Partial<Frame>): void {
    const { top } = this
    if (top !== undefined) this.session.stack = [...this.session.stack.slice(0, -1), { ...top, ...change }]
  }

  log(level: 'debug' | 'info' | 'warning' | 'error', code: string, text: string): void {
    this.outputs.push({ kind: 'log', level, code, text })
  }

  /** The shortest life wins (scripting A-74); fields are reached by their dotted names (scripting ). */
  variable(name: string): JsonValue | undefined {
    for (const values of [this.request, this.top?.variables ?? {}, this.session.variables, this.permanent]) {
      if (Object.hasOwn(values, name)) return values[name]
    }
    if (name.startsWith('slot.')) return this.session.slots[name.slice('slot.'.length)]
    if (Object.hasOwn(this.session.fields, name)) return this.session.fields[name]
    const counted = name.endsWith('.count') ? this.session.fields[name.slice(0, -'.count'.length)] : undefined
    return Array.isArray(counted) ? counted.length : undefined
  }

  setVariable(name: string, value: JsonValue, scope: Scope): void {
    const before = this.variable(name) ?? null
    if (scope === 'request') define(this.request, name, value)
    else if (scope === 'session') define(this.session.variables, name, value)
    else if (scope === 'permanent') define(this.permanent, name, value)
    else if (this.top === undefined) define(this.session.variables, name, value)
    else this.changeTop({ variables: { ...this.top.variables, [name]: value } })
    this.trace.push({ what: 'variable', name, scope, before, after: value })
  }

  /**
   * What an integration gave. The step tells the body already, in the answer that it was given.
   * @returns what the variable holds now
   */
  setResult(name: string, { body, outcome, status, ms }: CallResult): JsonValue {
    const value = packResult(name, body)
    define(this.session.variables, name, value)
    define(this.session.variables, `${name}Status`, status)
    this.trace.push({ what: 'result', name, outcome, status, ...(ms !== undefined && { ms }) })
    return value
  }

  /** A slot lives as long as its rule says (dialogs R5.2); the longest-lived stand apart from variables. */
  fillSlot(name: string, value: JsonValue, scope: 'request' | 'dialog' | 'session'): void {
    if (scope === 'session') define(this.session.slots, name, value)
    else this.setVariable(`slot.${name}`, value, scope)
  }

  /** Reads a field of every record, or of the one (scripting A-53 ff.). */
  setFields({ name, variable = name, fields = [] }: Integration, body: JsonValue | undefined): void {
    for (const { key, path } of fields) {
      const full = `${name}.${key}`
      delete this.session.fields[full]
      const parsed = this.bot.fieldPath(path)
      if (parsed === undefined || parsed.variable !== variable) {
        this.log('warning', 'field-path', `The path "${path}" of the field "${full}" cannot be read.`)
        continue
      }
      const value = body === undefined ? undefined : readField(parsed, body)
      if (value !== undefined) define(this.session.fields, full, value)
    }
  }

  /** What stands between braces; null: known and not set; undefined: no variable at all. */
  resolve(expression: string, record?: number): JsonValue | undefined {
    if (!expression.startsWith('$')) return this.#field(expression, record)
    if (expression.startsWith('$botContext.')) {
      const value = this.variable(expression.slice('$botContext.'.length)) ?? null
      return value
    }
    const { facts, botId } = this.run
    if (expression.startsWith('$env.')) return facts.environment?.[expression.slice('$env.'.length)] ?? null
    if (expression.startsWith('$.')) return this.#path(expression)
    if (expression.startsWith('$location.')) return this.#location(expression.slice('$location.'.length))
    switch (expression) {
      case '$userMessage':
      case '$query':
        return this.heard.text
      case '$conversationId':
        return facts.conversationId
      case '$chatBotId':
        return botId
      case '$chatBotUserId':
        return facts.consumerId
      case '$chatBotUserPlatformId':
        return facts.botUser?.id ?? null
      case '$firstname':
        return facts.botUser?.firstName ?? null
      case '$quickReplyPayload':
        return this.heard.quickReplyPayload ?? null
      default:
        return null
    }
  }

  #field(expression: string, record: number | undefined): JsonValue | undefined {
    const name = expression.replace(/\[(?:i|\d+)\]$/, '')
    const index = /\[(\d+)\]$/.exec(expression)?.[1]
    const integration = name.slice(0, name.lastIndexOf('.'))
    const isKnown =
      this.bot.integrationNames.has(integration) || this.bot.integrationNames.has(integration.replace(/\.[^.]*$/, ''))
    if (!isKnown) return undefined
    const value = this.variable(name)
    if (!Array.isArray(value)) return value ?? null
    // Texts do not go through all records: they show the first (scripting A-60).
    return (value as readonly JsonValue[])[index === undefined ? (record ?? 0) : Number(index)] ?? null
  }

  #path(expression: string): JsonValue {
    const path = parseFieldPath(expression)
    if (path === undefined) return null
    const variable = `api_${path.variable}`
    return readField(path, unpackResult(variable, this.variable(variable)) ?? null) ?? null
  }

  #location(part: string): JsonValue {
    const { city, state, zip, lat, lng } = this.session.location ?? {}
    const parts: Readonly<Record<string, JsonValue | undefined>> = { city, state, zip, lat, lng }
    if (part === 'latlng') return lat === undefined || lng === undefined ? null : `${lat},${lng}`
    return Object.hasOwn(parts, part) ? (parts[part] ?? null) : null
  }

  words(record?: number): Words {
    const resolve: Resolve = (expression) => this.resolve(expression, record)
    const missing = (name: string) =>
      this.log('warning', 'variable-unset', `The variable "${name}" is not set; it was left out.`)
    return {
      text: (template) => fill(template, resolve, 'text', missing),
      json: (template) => fill(template, resolve, 'json', missing),
      url: (template) => fillUrl(template, resolve, missing),
      records: (templates) => this.#records(templates),
      ofRecord: (index) => this.words(index),
      rich: !PLAIN_CHANNELS.test(this.run.facts.channel),
      settings: this.bot.definition.settings ?? {},
      warn: (text) => this.log('warning', 'content', text),
    }
  }

  #records(templates: readonly string[]): number | undefined {
    const lengths = templates.flatMap((template) =>
      [...template.matchAll(/\{([^{}$]+)\}/g)].flatMap(([, expression = '']) => {
        const value = this.session.fields[expression.trim().replace(/\[i\]$/, '')]
        return Array.isArray(value) ? [value.length] : []
      }),
    )
    return lengths.length === 0 ? undefined : Math.max(...lengths)
  }

  snapshot(seed: number): ScriptSnapshot {
    const { facts, botId } = this.run
    const { session, heard } = this
    return {
      now: this.at,
      seed,
      accountId: facts.accountId,
      botId,
      conversationId: facts.conversationId,
      consumerId: facts.consumerId,
      channel: facts.channel,
      userMessage: heard.text,
      variables: {
        request: { ...this.request },
        dialog: this.top?.variables ?? {},
        session: { ...session.variables },
        permanent: { ...this.permanent },
      },
      fields: { ...session.fields },
      slots: { ...session.slots },
      environment: facts.environment ?? {},
      ...(heard.quickReplyPayload !== undefined && { quickReplyPayload: heard.quickReplyPayload }),
      ...(heard.buttonPayload !== undefined && { buttonPayload: heard.buttonPayload }),
      ...(heard.metadata && { metadata: heard.metadata }),
      ...(facts.engagementAttributes && { engagementAttributes: facts.engagementAttributes }),
      ...(facts.personalInfo && { personalInfo: facts.personalInfo }),
      ...(facts.customerInfo && { customerInfo: facts.customerInfo }),
      ...(facts.webViewVariables && { webViewVariables: facts.webViewVariables }),
      ...(session.userName !== undefined && { userName: session.userName }),
      ...(session.email !== undefined && { email: session.email }),
      ...(session.starterIntent !== undefined && { dialogStarterIntent: session.starterIntent }),
      ...(session.disambiguated && { disambiguatedIntent: session.disambiguated }),
      ...(session.location && { location: session.location }),
      ...(session.file && { file: scriptFile(session.file) }),
      ...(session.lastCall && { lastCall: session.lastCall }),
    }
  }

  #counters(answering: Run['answering']): Pick<Run, 'transferFailures' | 'answering'> {
    const delayMs = this.outputs.reduce((sum, output) => sum + (output.kind === 'delay' ? output.ms : 0), 0)
    const now = delayMs > 0 ? { since: this.at, until: this.at + delayMs } : answering
    return {
      ...(this.transferFailures > 0 && { transferFailures: this.transferFailures }),
      ...(now !== undefined && now.until > this.at && { answering: now }),
    }
  }

  /** What is left when the turn is over: request variables are gone, the others are texts from now on (scripting A-73). */
  toRun(): Run {
    const { underWay: _done, session: before, answering, transferFailures: _, restarted, ...kept } = this.run
    const isRestarted = this.restarted || (this.isSilent && restarted === true)
    const rest = { ...kept, ...this.#counters(answering), ...(isRestarted && { restarted: true as const }) }
    if (before === undefined && this.isSilent) return { ...rest, at: this.at }
    const session: Session = {
      ...this.session,
      activeAt: this.isSilent ? this.session.activeAt : this.at,
      variables: asTexts(this.session.variables),
      stack: this.session.stack.map((frame) => ({ ...frame, variables: asTexts(frame.variables) })),
    }
    const over = this.phase === 'closed' || this.isIdle
    return { ...rest, at: this.at, phase: this.phase, permanent: asTexts(this.permanent), ...(!over && { session }) }
  }
}

function freshSession(at: number): Memory['session'] {
  return {
    startedAt: at,
    activeAt: at,
    stack: [],
    variables: {},
    slots: {},
    fields: {},
    transferWords: {},
    uploads: {},
    wholeTexts: false,
  }
}

function copyOf(session: Session): Memory['session'] {
  const { variables, slots, fields, uploads } = session
  return {
    ...session,
    variables: { ...variables },
    slots: { ...slots },
    fields: { ...fields },
    uploads: { ...uploads },
  }
}

/** Whatever its name is, it becomes a member of its own. */
function define(values: Record<string, JsonValue>, name: string, value: JsonValue): void {
  Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true })
}

/** Results of integrations stay what they are (dialogs R1.36). */
function asTexts(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name.startsWith('api_') || value === null ? value : toText(value),
    ]),
  )
}

function scriptFile({ mediaType, caption, name }: NonNullable<Session['file']>) {
  return { type: mediaType, name, ...(caption !== undefined && { caption }) }
}
