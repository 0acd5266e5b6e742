import { buttonPayload } from './buttonPayload.ts'
import { foldName } from './check/lookUp.ts'
import { type CompiledBot, isEnabled } from './compile.ts'
import type { Dialog } from './definition.ts'
import { Hearing } from './hear.ts'
import type { AnswerInput, Input } from './input.ts'
import type { Asking } from './kind.ts'
import { type Heard, Memory } from './memory.ts'
import type { Need, NeedAnswer } from './need.ts'
import type { Output } from './output.ts'
import { errorText, runPanel, toTexts } from './panel.ts'
import type { Run } from './run.ts'
import { BLANK_MESSAGE, DEFAULT_GREETING, DEFAULT_TEXTS, ESCALATION_FAILED } from './texts.ts'
import type { TraceEntry } from './trace.ts'
import { DEFAULT_ESCALATION_RETRIES } from './walk.ts'

/** How far the dialog came. */
export interface Advanced {
  readonly run: Run
  /** Since the last call. */
  readonly outputs: readonly Output[]
  readonly trace: readonly TraceEntry[]
  /** Without it the dialog cannot go on; absent: the turn is over. */
  readonly need?: Need
}

/** dialogs R5.5. */
const DEFAULT_SESSION_MINUTES = 60

/**
 * One step of an authored bot. Pure and total: the same bot, run and input give the same result, and every input gives one.
 * Where the world is needed, the turn stops with a `need`; the answer comes as an input. Then the turn is gone through again
 * from its beginning with all answers so far: what was decided once is decided the same way again, so that nothing but the
 * answers has to be kept between two steps. Whoever goes on with the very run that the last step gave is spared that.
 */
export function advance(bot: CompiledBot, run: Run, input: Input): Advanced {
  if (input.kind === 'answer') return goOn(bot, run, input)
  if (input.kind === 'time' && run.underWay !== undefined) return { run, outputs: [], trace: [] }
  const interrupted = interruption(bot, run, input)
  if (interrupted !== undefined) return { run, outputs: interrupted, trace: [] }
  // A turn that was left in the middle is over: whatever it waited for came too late.
  const { underWay: _left, ...rest } = run
  return play(bot, { ...rest, turn: rest.turn + 1 }, input, [], { told: 0, traced: 0 })
}

function goOn(bot: CompiledBot, run: Run, { needId, answer }: AnswerInput): Advanced {
  const { underWay } = run
  if (underWay === undefined || underWay.need.id !== needId) {
    const text = `An answer to the need ${needId} came, which nothing waits for.`
    return { run, outputs: [{ kind: 'log', level: 'warning', code: 'answer-unexpected', text }], trace: [] }
  }
  const { kind } = underWay.need
  const fitting: NeedAnswer =
    answer.kind === kind || answer.kind === 'failed'
      ? answer
      : { kind: 'failed', message: `A ${kind} was asked for, a ${answer.kind} came.` }
  const answers = [...underWay.answers, fitting]
  const halted = haltedTurns.get(run)
  haltedTurns.delete(run) // can go on once
  if (halted?.memory.bot === bot) {
    halted.memory.run = run
    return stepOn({ ...halted, input: underWay.input, answers, answer: fitting }, underWay)
  }
  return play(bot, run, underWay.input, answers, underWay)
}

/** A turn that waits for an answer, as it stands in memory. */
interface Halted {
  readonly memory: Memory
  readonly turn: ReturnType<typeof take>
}

/** By the run that was given out with the need. A shortcut only: without it the same comes of going through the turn again. */
const haltedTurns = new WeakMap<Run, Halted>()

type Told = Pick<NonNullable<Run['underWay']>, 'told' | 'traced'>

function play(
  bot: CompiledBot,
  run: Run,
  input: Exclude<Input, AnswerInput>,
  answers: readonly NeedAnswer[],
  told: Told,
): Advanced {
  const at = Math.max(run.at, input.at) // a clock that was set back does not turn time around
  const memory = new Memory(bot, run, at)
  return stepOn({ memory, turn: take(memory, input), input, answers }, told)
}

/** @param answer to what the turn waits for; absent: it begins, and gets all answers in order */
function stepOn(
  {
    memory,
    turn,
    input,
    answers,
    answer,
  }: Halted & {
    readonly input: Exclude<Input, AnswerInput>
    readonly answers: readonly NeedAnswer[]
    readonly answer?: NeedAnswer
  },
  { told, traced }: Told,
): Advanced {
  const { run } = memory
  const news = () => ({ outputs: memory.outputs.slice(told), trace: memory.trace.slice(traced) })
  try {
    let step = answer === undefined ? turn.next() : turn.next(answer)
    if (answer === undefined) for (const known of answers) if (!step.done) step = turn.next(known)
    if (step.done) return { run: memory.toRun(), ...news() }
    const need = { ...step.value, id: run.needs + 1 } as Need
    const underWay = { input, answers, need, told: memory.outputs.length, traced: memory.trace.length }
    const { outputs, trace } = news()
    const halted = { ...run, needs: need.id, underWay }
    haltedTurns.set(halted, { memory, turn })
    return { run: halted, outputs, trace: [...trace, { what: 'needed', needId: need.id, kind: need.kind }], need }
  } catch (fault) {
    // Nothing a bot's author or a consumer writes may stop the server; that we got here is our mistake, and told as one.
    const text = `The dialog engine failed: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`
    memory.log('error', 'engine', text)
    memory.outputs.push(...toTexts(memory, errorText(memory)))
    return { run: memory.toRun(), ...news() }
  }
}

/** What an input means, by its kind. */
function* take(memory: Memory, input: Exclude<Input, AnswerInput>): Asking<void> {
  const hearing = new Hearing(memory)
  if (memory.phase === 'closed' && input.kind !== 'opening') {
    memory.outputs.push({ kind: 'skipped', reason: 'ended' })
    return
  }
  if (input.kind === 'time') {
    expire(memory)
    memory.isSilent = true
    return
  }
  if (input.kind === 'message' && isDebugCommand(memory, input.text)) return yield* debug(memory, input.text)
  yield* keepSession(memory, input)
  memory.phase = 'talking'
  switch (input.kind) {
    case 'opening': {
      memory.transferFailures = 0 // the bot got its seat anew (dialogs R7.23)
      const survey = memory.bot.definition.kind === 'survey' ? memory.bot.special.get('survey') : undefined
      if (survey !== undefined) return yield* hearing.walk.startDialog(survey, 'platform')
      if (input.transferContext === undefined && input.lastLine !== undefined) {
        hear(memory, { text: input.lastLine, origin: 'consumer' })
        if (yield* new Hearing(memory).begin()) return
      }
      const words = input.transferContext?.userMessage ?? input.greeting
      if (words === null) return
      const { greeting = DEFAULT_GREETING } = memory.bot.definition.settings ?? {}
      const named = namedDialog(memory, input.transferContext?.dialog)
      const intentId = input.transferContext?.intentId
      const starter = intentId === undefined ? undefined : memory.bot.startersByIntent.get(intentId)
      const isConsumer = input.transferContext?.userMessage !== undefined
      hear(memory, { text: words ?? greeting, origin: isConsumer ? 'consumer' : 'platform' })
      if (named !== undefined) return yield* hearing.walk.startDialog(named, 'platform')
      if (starter === undefined) return yield* hearing.hear()
      memory.session.starterIntent = intentId as string
      return yield* hearing.walk.startDialog(starter.dialog, 'intent')
    }
    case 'message':
      hear(memory, { text: input.text, origin: 'consumer', ...(input.metadata && { metadata: input.metadata }) })
      return yield* hearing.hear()
    case 'click': {
      const showsLabel = input.on === 'button' && memory.bot.definition.settings?.showsButtonLabel === true
      const behind = showsLabel ? buttonPayload(memory, input.label) : undefined
      const payload =
        input.on === 'button' ? { buttonPayload: behind ?? input.text } : { quickReplyPayload: input.text }
      const text = showsLabel ? input.label : input.text
      hear(memory, { text, origin: 'consumer', ...payload, ...(input.metadata && { metadata: input.metadata }) })
      return yield* hearing.hear()
    }
    case 'location': {
      memory.session.location = input.location
      const { lat, lng } = input.location
      hear(memory, { text: lat === undefined || lng === undefined ? '' : `${lat},${lng}`, origin: 'consumer' })
      return yield* hearing.hear()
    }
    case 'file':
      hear(memory, { text: input.file.caption ?? '', origin: 'consumer' })
      return yield* hearing.receiveFile(input)
    case 'fileResult':
      return yield* uploadEnded(memory, hearing, input.uploadId, input.succeeded)
    case 'event':
      hear(memory, { text: input.text, origin: 'platform' })
      if (input.text === ESCALATION_FAILED && input.counted !== true && transferStopped(memory)) return
      return yield* hearing.hear()
    case 'stuck':
      return yield* unstick(memory, input.step)
  }
}

/** Where another bot's script sent the consumer; a name that leads nowhere is told, and the bot goes by the words. */
function namedDialog(memory: Memory, name: string | undefined): Dialog | undefined {
  if (name === undefined || name.trim() === '') return undefined
  const found = [...memory.bot.dialogs.values()].find(
    (dialog) => isEnabled(dialog) && (dialog.id === name || foldName(dialog.name) === foldName(name)),
  )
  if (found === undefined) memory.log('warning', 'target-missing', `No enabled dialog has the name "${name}".`)
  return found
}

/** dialogs R3.30. */
const LONGEST_BLOCK_MS = 15_000
const OF_CONSUMERS = new Set<Input['kind']>(['message', 'click', 'location', 'file'])

/**
 * The interruption block: what consumers say while the bot is still answering is lost (dialogs R3.30). The original does so
 * always; here a bot must ask for it, by its settings or by its environment.
 */
function interruption({ definition }: CompiledBot, run: Run, input: Input): Output[] | undefined {
  const environment = run.facts.environment ?? {}
  const wish = environment.system_handleIntermediateUserMessage
  const isOn = wish === undefined ? definition.settings?.dropsWhileAnswering === true : wish.trim() === 'true'
  if (!isOn || !OF_CONSUMERS.has(input.kind)) return undefined
  const since = run.underWay?.input.at ?? run.answering?.since
  if (since === undefined) return undefined
  const longest = Number(environment.system_intermediateBotResponseTimeout ?? LONGEST_BLOCK_MS)
  const isBusy = run.underWay !== undefined || input.at < (run.answering?.until ?? 0)
  if (!isBusy || input.at - since > (Number.isFinite(longest) ? longest : LONGEST_BLOCK_MS)) return undefined
  const text = environment.system_intermediateBotMessage ?? BLANK_MESSAGE
  return [
    { kind: 'skipped', reason: 'interrupted' },
    ...(text.trim() === BLANK_MESSAGE || text.trim() === '' ? [] : [{ kind: 'text' as const, text }]),
  ]
}

/** Counts a failed transfer where nobody else does. @returns whether it was one too many: the consumer is told once, and no dialog runs (dialogs R7.20–R7.22) */
function transferStopped(memory: Memory): boolean {
  memory.transferFailures += 1
  const retries = memory.bot.definition.settings?.escalationRetries ?? DEFAULT_ESCALATION_RETRIES
  memory.log(
    'warning',
    'transfer-failed-late',
    `A transfer failed after it was accepted: number ${memory.transferFailures}.`,
  )
  if (memory.transferFailures <= retries) return false
  if (memory.transferFailures === retries + 1) {
    const { friendlyResponse = DEFAULT_TEXTS.escalationStopped } = memory.bot.definition.settings ?? {}
    memory.outputs.push(...toTexts(memory, friendlyResponse))
  }
  return true
}

function hear(memory: Memory, heard: Heard): void {
  memory.heard = heard
  memory.trace.push({ what: 'heard', text: heard.text, origin: heard.origin })
}

/** A session that was idle for too long is forgotten (dialogs R3.1 step 5, R5.5). */
function* keepSession(memory: Memory, input: Exclude<Input, AnswerInput>): Asking<void> {
  expire(memory)
  if (memory.run.session !== undefined && !memory.isIdle) return
  memory.beginSession()
  if (input.kind === 'message' || input.kind === 'click') memory.heard = { text: input.text, origin: 'consumer' }
  const end = yield* runPanel(memory, 'conversationStart', undefined)
  memory.outputs.push(...end.said) // if it broke, the conversation begins all the same (scripting §6.3)
}

function expire(memory: Memory): void {
  const { session } = memory.run
  if (session === undefined) return
  const minutes = memory.bot.definition.settings?.sessionMinutes ?? DEFAULT_SESSION_MINUTES
  if (memory.at - session.activeAt <= minutes * 60_000) return
  memory.trace.push({ what: 'sessionEnded', reason: 'idle' })
  memory.isIdle = true
}

function isDebugCommand(memory: Memory, text: string): boolean {
  const isOn = memory.bot.definition.settings?.debugCommands !== false
  return isOn && /^(?:reset|display userid|\/d)$/i.test(text.trim())
}

/** dialogs R9.15. */
function* debug(memory: Memory, text: string): Asking<void> {
  if (!/^reset$/i.test(text.trim())) {
    memory.outputs.push({ kind: 'text', text: memory.run.facts.consumerId })
    return
  }
  memory.trace.push({ what: 'sessionEnded', reason: 'reset' })
  memory.beginSession()
  memory.phase = 'talking'
  const end = yield* runPanel(memory, 'conversationStart', undefined)
  memory.outputs.push(...end.said)
}

/** First the text for the consumer, then the event for the bot (dialogs R8.6, R8.13). */
function* uploadEnded(memory: Memory, hearing: Hearing, uploadId: string, succeeded: boolean): Asking<void> {
  const uploadInteraction = memory.bot.interactions.get(memory.session.uploads[uploadId] ?? '')?.interaction
  if (uploadInteraction?.type !== 'fileUpload') return
  delete memory.session.uploads[uploadId]
  memory.trace.push({ what: 'upload', uploadId, state: succeeded ? 'done' : 'failed' })
  const template = succeeded
    ? (uploadInteraction.success ?? DEFAULT_TEXTS.uploadSucceeded)
    : (uploadInteraction.failure ?? DEFAULT_TEXTS.uploadFailed)
  const text = memory.words().text(template)
  const said = toTexts(memory, text)
  memory.outputs.push(...said)
  const told = said.length === 0 ? '' : text
  hear(memory, { text: `file_upload_${succeeded ? 'success' : 'failed'}:${told}`, origin: 'platform' })
  yield* hearing.hear()
}

/** dialogs R3.45, steps 2 and 3. */
function* unstick(memory: Memory, step: 'restart' | 'escalate'): Asking<void> {
  const { stuck } = memory.bot.definition.settings ?? {}
  if (step === 'restart') {
    memory.trace.push({ what: 'sessionEnded', reason: 'reset' })
    memory.beginSession()
    memory.restarted = true
    memory.outputs.push(...toTexts(memory, memory.words().text(stuck?.restartMessage ?? DEFAULT_TEXTS.stuckRestart)))
    return
  }
  const skillId = memory
    .words()
    .text(stuck?.escalationSkillId ?? '')
    .trim()
  if (!/^\d+$/.test(skillId)) return memory.log('error', 'stuck', 'There is no skill to hand a stuck conversation to.')
  const message = memory.words().text(stuck?.escalationMessage ?? DEFAULT_TEXTS.stuckTransfer)
  const wish = { skillId, message, unintended: true }
  const answer = yield { kind: 'transfer', ...wish }
  if (answer.kind === 'transfer' && answer.accepted) {
    memory.outputs.push({ kind: 'transfer', ...wish })
    memory.phase = 'transferred'
  } else memory.log('error', 'transfer-failed', `The transfer of a stuck conversation to skill ${skillId} failed.`)
}
