import type { AccountId, Clock, JsonValue } from '@baton/base'
import { channelName } from '@baton/connector'
import {
  advance,
  type BotDefinition,
  type CallNeed,
  type CallRequest,
  compile,
  type Facts,
  type HttpRequest,
  type Input,
  type Need,
  type NeedAnswer,
  newRun,
  type Output,
  type Run,
  unpackResult,
} from '@baton/dialog'
import { type ApiAnswer, type Shown, unpackBasic } from '@baton/outbound'
import type { Sandbox } from '@baton/sandbox'
import type { KnownFile } from '@baton/storage'
import { WEB } from '../channelOf.ts'
import type { FileDesk } from '../files/fileDesk.ts'
import type { ShowCredential } from '../files/fileParts.ts'
import { sendCopy } from '../files/sendCopy.ts'
import { type CallingPorts, runCall } from './runCall.ts'

/** One integration of a bot, with test values in place of a conversation. */
export interface Trial {
  readonly accountId: AccountId
  readonly botId: string
  readonly definition: BotDefinition
  readonly integrationId: string
  /** Variables of the session. */
  readonly variables: Readonly<Record<string, JsonValue>>
  readonly userMessage: string
  readonly environment: Readonly<Record<string, string>>
  /** What a File integration brings to the brand, as a consumer would have sent it (`takeTrialFile`). */
  readonly file?: KnownFile & { readonly caption?: string }
  /** Tells this try from all others. */
  readonly key: string
}

/** What happened, with secrets masked. */
export interface TrialEnd {
  readonly outcome: 'success' | 'failure' | 'not-called'
  /** The call with its variables put in; absent where it could not be made. */
  readonly request?: CallRequest | FileRequest
  readonly response?: {
    readonly status: number
    readonly body: JsonValue
    readonly ms: number
    readonly attempts?: number
    readonly redirects?: ApiAnswer['redirects']
    readonly cause?: string
  }
  /** What the transform script left of the body. */
  readonly result: JsonValue
  /** Custom data fields, by `integration.field`. */
  readonly fields: Readonly<Record<string, JsonValue>>
  readonly logs: readonly { readonly level: string; readonly text: string }[]
}

/** A file on its way: the call around it, and what goes in it. */
export type FileRequest = Omit<HttpRequest, 'type'> & {
  readonly type: 'file'
  readonly file: Pick<KnownFile, 'name' | 'mediaType' | 'size'>
  readonly sends: 'bytes' | 'link'
}

export interface TrialPorts extends CallingPorts {
  /** For File integrations. */
  readonly files?: { readonly desk: Pick<FileDesk, 'toSend'>; readonly showCredential: ShowCredential }
  readonly sandbox: Pick<Sandbox, 'run' | 'match'>
  readonly clock: Clock
}

const MOST_NEEDS = 20
const TRY = 'try.integration'
/** Of a file: one attempt, and no longer than the other calls of a try. */
const FILE_TRY_MS = 60_000
const MASK = '••••'
/** Headers that an author writes by hand although they are secrets. */
const SECRET_NAME = /authorization|cookie|token|secret|passw|api-?key/i

/**
 * Runs one integration as a dialog would (scripting A-104): variables, credential, call, transform script, fields. The call is real.
 * Nothing is kept, and what a script would write to the context service is written nowhere. A file is brought in one attempt.
 */
export async function tryIntegration(trial: Trial, ports: TrialPorts): Promise<TrialEnd> {
  const watched = new Watched()
  const bot = compile(botOf(trial))
  let run = startOf(trial, ports.clock.now())
  const outputs: Output[] = []
  let input: Input = { kind: 'message', at: ports.clock.now(), text: trial.userMessage }
  let { file } = trial
  for (let needs = 0; needs < MOST_NEEDS; needs += 1) {
    const advanced = advance(bot, run, input)
    run = advanced.run
    outputs.push(...advanced.outputs)
    if (advanced.need === undefined) {
      if (file === undefined) break
      input = receivedAt(ports.clock.now(), file) // the step before the integration waits for it
      file = undefined
      continue
    }
    const answer = await answerNeed(advanced.need, trial, ports, watched)
    input = { kind: 'answer', at: ports.clock.now(), needId: advanced.need.id, answer }
  }
  await bring(outputs, trial, ports, watched)
  return watched.mask(endOf(trial, run, outputs, watched))
}

/** The bot, with the integration as all that it does. */
function botOf({ definition, integrationId, file }: Trial): BotDefinition {
  const upload = { type: 'fileUpload' as const, id: 'try.file', name: 'Try the file', text: '-', acceptedTypes: [] }
  const dialog = {
    id: 'try',
    name: 'Try',
    kind: 'standard' as const,
    interactions: [
      { type: 'dialogStarter' as const, id: 'try.start', name: 'Try', patterns: ['*'] },
      ...(file === undefined ? [] : [upload]),
      {
        type: 'integration' as const,
        id: TRY,
        name: 'Try the integration',
        integrationId,
        next: { go: 'end' as const },
      },
    ],
  }
  return { ...definition, dialogs: [dialog] }
}

function startOf({ accountId, botId, environment, variables, key }: Trial, now: number): Run {
  const facts: Facts = {
    ...{ accountId, conversationId: `try-${key}`, consumerId: 'try', channel: channelName(WEB), environment },
    botUser: { id: botId, firstName: 'Try' },
  }
  const session = {
    ...{ startedAt: now, activeAt: now, stack: [], variables, slots: {}, fields: {} },
    ...{ transferWords: {}, uploads: {}, wholeTexts: false },
  }
  return { ...newRun(botId, facts, 1), turn: 0, at: now, session }
}

function receivedAt(at: number, { id: fileId, name, mediaType, size, caption }: NonNullable<Trial['file']>): Input {
  return { kind: 'file', at, file: { fileId, name, mediaType, size, ...(caption !== undefined && { caption }) } }
}

async function answerNeed(need: Need, trial: Trial, ports: TrialPorts, watched: Watched): Promise<NeedAnswer> {
  switch (need.kind) {
    case 'call':
      return call(need, trial, ports, watched)
    case 'script': {
      const { code, globalFunctions, panel, snapshot } = need
      const { effects, logs, fault, ms } = await ports.sandbox.run({
        accountId: trial.accountId,
        name: panel,
        ...(code !== undefined && { code }),
        ...(globalFunctions !== undefined && { functions: globalFunctions }),
        callsStart: panel === 'conversationStart',
        snapshot,
      })
      return { kind: 'script', effects, logs, ms, ...(fault && { fault }) }
    }
    default:
      return { kind: 'failed', message: `A try answers no ${need.kind}.` }
  }
}

async function call(need: CallNeed, trial: Trial, ports: TrialPorts, watched: Watched): Promise<NeedAnswer> {
  watched.request = need.request
  const { accountId, key } = trial
  const answer = await runCall(
    need.request,
    { accountId, idempotencyKey: key, withinMs: 60_000, watch: watched },
    ports,
  )
  if (answer.kind === 'call') watched.answer = answer
  return answer
}

/** Where a file was to be brought: what a server does beside the conversation is done here and now. */
async function bring(outputs: readonly Output[], trial: Trial, ports: TrialPorts, watched: Watched): Promise<void> {
  const { accountId, file, key } = trial
  const upload = outputs.find((output) => output.kind === 'upload')
  if (upload === undefined || file === undefined || ports.files === undefined) return
  const { request, sends } = upload
  const { name, mediaType, size } = file
  watched.request = { ...request, type: 'file', file: { name, mediaType, size }, sends }
  const { desk, showCredential } = ports.files
  const began = performance.now()
  const { timeoutMs = FILE_TRY_MS } = request
  const answer = await sendCopy(
    { ...request, timeoutMs: Math.min(timeoutMs, FILE_TRY_MS) },
    {
      ...{ accountId, file: desk.toSend(file), idempotencyKey: key },
      shown: (shown) => watched.shown(shown),
      heard: ({ body, redirects }) => {
        watched.body = body
        watched.details = { attempts: 1, redirects }
      },
    },
    { outbound: ports.outbound, showCredential },
  )
  const { outcome, status } = answer
  watched.logs.push({
    level: outcome === 'success' ? 'info' : 'error',
    text: `"${upload.integration.name}" ended with ${outcome}, status ${status}.`,
  })
  const cause = answer.outcome === 'failure' && status === 0 ? { cause: answer.cause } : {}
  const ms = Math.round(performance.now() - began)
  watched.answer = { kind: 'call', outcome, status, body: watched.body, ms, ...cause }
}

function endOf({ definition, integrationId }: Trial, run: Run, outputs: readonly Output[], watched: Watched): TrialEnd {
  const integration = definition.integrations?.find(({ id }) => id === integrationId)
  const variable = `api_${integration?.variable ?? integration?.name ?? ''}`
  const { answer, request, details } = watched
  return {
    outcome: answer?.outcome ?? 'not-called',
    ...(request && { request }),
    ...(answer && {
      response: {
        status: answer.status,
        body: answer.body,
        ms: answer.ms ?? 0,
        ...(details && { attempts: details.attempts, redirects: details.redirects }),
        ...(answer.cause !== undefined && { cause: answer.cause }),
      },
    }),
    result: unpackResult(variable, run.session?.variables[variable]) ?? null,
    fields: run.session?.fields ?? {},
    logs: [
      ...watched.logs,
      ...outputs.flatMap((output) => (output.kind === 'log' ? [{ level: output.level, text: output.text }] : [])),
    ],
  }
}

/** Collects what a try shows, and knows what it must not show. */
class Watched {
  request: CallRequest | FileRequest | undefined
  answer: Extract<NeedAnswer, { kind: 'call' }> | undefined
  details: Pick<ApiAnswer, 'attempts' | 'redirects'> | undefined
  /** What the service said of a file. */
  body: JsonValue = null
  readonly logs: { readonly level: string; readonly text: string }[] = []
  readonly #secrets = new Set<string>()
  readonly #names = new Set<string>()

  shown({ headers, identity }: Shown): void {
    for (const [name, value] of Object.entries(headers)) {
      this.#names.add(name)
      // A service may have unpacked what it was shown.
      for (const part of [value, value.slice(value.indexOf(' ') + 1), unpackBasic(value)?.password ?? '']) {
        if (part.length >= 4) this.#secrets.add(part)
      }
    }
    if (identity !== undefined) this.#names.add('client certificate')
  }
  answered(details: ApiAnswer): void {
    this.details = details
  }
  logged(text: string): void {
    this.logs.push({ level: 'debug', text })
  }

  /** A service may say again what it was told: a secret is masked wherever it stands. */
  mask(end: TrialEnd): TrialEnd {
    const { request } = end
    const headers =
      request === undefined || request.type === 'email'
        ? []
        : [
            ...request.headers.map(({ name, value }) => ({ name, value: SECRET_NAME.test(name) ? MASK : value })),
            ...[...this.#names].map((name) => ({ name, value: MASK })),
          ]
    const shown = request === undefined || request.type === 'email' ? request : { ...request, headers }
    return this.#masked({ ...end, ...(shown && { request: shown }) }) as TrialEnd
  }

  #masked(value: unknown): unknown {
    if (typeof value === 'string') {
      let text = value
      for (const secret of this.#secrets) text = text.replaceAll(secret, MASK)
      return text
    }
    if (Array.isArray(value)) return value.map((one) => this.#masked(one))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.#masked(one)]))
  }
}
