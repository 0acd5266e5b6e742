import type { CompiledBot, Starter } from './compile.ts'
import type { Dialog, Interaction, InteractionOf, Next } from './definition.ts'
import type { FileInput } from './input.ts'
import { toOwnRanks } from './intentRanks.ts'
import { askWhichIntent } from './interactions/disambiguationQuestion/disambiguationQuestion.ts'
import { refuseFile } from './interactions/fileUpload/fileUpload.ts'
import { kindOf } from './interactions/registry.ts'
import type { Asking, Option } from './kind.ts'
import { holdsKeyword, normalizeWords } from './matching/words.ts'
import type { Memory } from './memory.ts'
import { contextOf, ofTransfer, runPanel, toTexts } from './panel.ts'
import { chosenOption, findRule, GOOD, means, type Outcome, type RuleContext } from './rules.ts'
import type { IntentScore } from './run.ts'
import { BLANK_MESSAGE, DEFAULT_TEXTS } from './texts.ts'
import { withLineBreaks } from './transfer.ts'
import { type UploadDialog, uploadDialogOf } from './uploadDialog.ts'
import { type Understanding, Walk } from './walk.ts'

/** dialogs R1.30. */
const FAIR_PLUS = 0.45
/** Words that only the platform says. */
const PLATFORM_EVENT = /^(?:__\w+__$|file_upload_(?:success|failed):)/
const FILE_EVENT = /^file_upload_(?:success|failed):/

/** Understands what is said to the bot, and goes where it leads (dialogs R3.1, from step 5 on). */
export class Hearing implements Understanding {
  readonly walk: Walk
  #intents: { readonly external: boolean; readonly scores: readonly IntentScore[] } | undefined
  /** A question's own code has run for these words; it runs once (dialogs R6.6). */
  #responseProcessed = false

  constructor(readonly memory: Memory) {
    this.walk = new Walk(memory, () => this)
  }

  get #bot(): CompiledBot {
    return this.memory.bot
  }

  /** Words of the consumer, or of the platform, which skip what is not meant for them (dialogs R3.5, R3.6). */
  *hear(): Asking<void> {
    this.#leaveWhatWasCut()
    const question = this.#pendingQuestion()
    if (question !== undefined && (yield* this.#answer(question))) return
    yield* this.matchBot()
  }

  /** A flow that a fault or a limit has cut waits for nobody. */
  #leaveWhatWasCut(): void {
    const { memory } = this
    while (memory.top !== undefined && !memory.top.isWaiting) memory.session.stack = memory.stack.slice(0, -1)
  }

  #pendingQuestion(): Interaction | undefined {
    const { top } = this.memory
    return top?.isWaiting ? this.#bot.interactions.get(top.current ?? '')?.interaction : undefined
  }

  get #isPlatform(): boolean {
    return this.memory.heard.origin === 'platform'
  }

  /** @returns whether the question took the words as its answer (dialogs R3.1, steps 6 and 7) */
  *#answer(question: Interaction): Asking<boolean> {
    const { memory, walk } = this
    if (question.type === 'disambiguationQuestion' && !this.#isPlatform) {
      yield* this.#disambiguated(question)
      return true
    }
    if (question.type === 'fileUpload') return false
    const rule = yield* findRule(question.rules ?? [], this.ruleContext(question))
    const next = rule?.next ?? (this.#isPlatform ? undefined : (question.next ?? this.#afterSurvey(question)))
    if (next === undefined) return false
    memory.changeTop({ failures: 0, isWaiting: false })
    this.#countSurvey(question)
    if (rule !== undefined) walk.leading.take(rule)
    const redirected = yield* this.#processResponse(question)
    if (!redirected) yield* walk.go(walk.leading.next(next, question, rule === undefined ? 'default' : 'rule'))
    return true
  }

  /** The question's own code; what it wants replaces what the rules chose (dialogs R6.5). @returns whether it did */
  *#processResponse(question: Interaction): Asking<boolean> {
    this.#responseProcessed = true
    const end = yield* runPanel(this.memory, 'processUserResponse', question.processUserResponse, question)
    this.memory.outputs.push(...end.said)
    const cut = this.walk.leading.cutShort(end, question)
    if (cut === undefined) return false
    this.memory.outputs.push(...cut.said)
    // Its code refused the answer: the question is still open.
    if (cut.step.to === 'rest' && question.type !== 'fileUpload') this.memory.changeTop({ isWaiting: true })
    yield* this.walk.go(cut.step)
    return true
  }

  /** Every one of its answers leads on, where its author says nothing else (dialogs R2.29). */
  #afterSurvey(question: Interaction): Next | undefined {
    if (question.type !== 'surveyQuestion') return undefined
    return question.measures === 'open' || this.#chosenIn(question) !== undefined ? { go: 'next' } : undefined
  }

  #chosenIn(question: Interaction): Option | undefined {
    const options = kindOf(question).options?.(question as never, this.memory.words()) ?? []
    return chosenOption(options, this.memory.heard.text)
  }

  #countSurvey(question: Interaction): void {
    if (question.type !== 'surveyQuestion') return
    const { memory } = this
    const { measures, text } = question
    const chosen = this.#chosenIn(question)
    const isSkipped = chosen !== undefined && chosen.text === memory.words().text(question.skip ?? '\u0000')
    if (isSkipped) {
      memory.outputs.push({ kind: 'surveyAnswer', measures, question: text, skipped: true })
    } else if (measures === 'open' || chosen !== undefined) {
      const value = chosen?.counts ?? chosen?.text ?? memory.heard.text
      memory.outputs.push({ kind: 'surveyAnswer', measures, question: text, value })
    }
  }

  /** Starters of the whole bot, disambiguation, the group; at last, nobody has understood (dialogs R3.1, steps 8 to 11). */
  *matchBot(): Asking<void> {
    const { memory } = this
    const question = this.#pendingQuestion()
    if (yield* this.begin()) return
    if (FILE_EVENT.test(memory.heard.text) && this.#isPlatform) return // dialogs R8.17
    const scores = yield* this.intents()
    if (question?.type !== 'disambiguationQuestion' && (yield* this.#disambiguate(scores))) return
    if (yield* this.#askGroup()) return
    if (question !== undefined && !this.#responseProcessed && !this.#isPlatform) {
      if (yield* this.#processResponse(question)) return
    }
    yield* this.unrecognized('words')
  }

  /** Patterns first, then intents. @returns whether the words began a dialog */
  *begin(): Asking<boolean> {
    const { memory } = this
    const byPattern = this.#matchPatterns()
    const best = byPattern === undefined ? this.#bestIntent(yield* this.intents()) : undefined
    const dialog = byPattern?.dialog ?? best?.starter.dialog
    if (dialog === undefined) return false
    if (best !== undefined) memory.session.starterIntent = best.intentId
    yield* this.walk.startDialog(dialog, best === undefined ? 'pattern' : 'intent')
    return true
  }

  /** Patterns of all starters; the first dialog wins (dialogs R3.19, R3.20). */
  #matchPatterns(): Starter | undefined {
    const { memory } = this
    const words = normalizeWords(memory.heard.text)
    const found = this.#bot.starters
      .find(words)
      .filter(({ interaction }) => !holdsKeyword(words, interaction.excludeKeywords))
    // An event's exact pattern wins over one with a wildcard, whatever the order (dialogs R8.16; as good for R7.18).
    const ordered = PLATFORM_EVENT.test(words) ? found.toSorted((a, b) => b.literalLength - a.literalLength) : found
    for (const [place, { dialog, pattern }] of ordered.entries())
      memory.trace.push({ what: 'pattern', dialogId: dialog.id, pattern, chosen: place === 0 })
    return ordered[0]
  }

  /** The best of those that start something; the raw score decides (dialogs R3.21, R3.22). */
  #bestIntent(scores: readonly IntentScore[]): { readonly intentId: string; readonly starter: Starter } | undefined {
    const words = normalizeWords(this.memory.heard.text)
    for (const { intentId, score } of scores.toSorted((a, b) => b.score - a.score)) {
      if (score < GOOD) return undefined
      const starter = this.#starterOf(intentId)
      if (starter && !holdsKeyword(words, starter.interaction.excludeKeywords)) return { intentId, starter }
    }
    return undefined
  }

  #starterOf(intentId: string): Starter | undefined {
    const { startersByIntent } = this.#bot
    const own = startersByIntent.get(intentId)
    return own ?? [...startersByIntent].find(([asked]) => means(this.#bot, intentId, asked))?.[1]
  }

  /** What the words mean; asked once, and only of a bot that has intents. */
  *intents(): Asking<readonly IntentScore[]> {
    if (this.#intents !== undefined) return this.#intents.scores
    const { memory } = this
    const domainIds = [...new Set([...this.#bot.intents.values()].map(({ domain }) => domain.id))]
    if (domainIds.length === 0 || this.#isPlatform || normalizeWords(memory.heard.text) === '') return []
    const answer = yield {
      kind: 'intents',
      text: memory.heard.text,
      language: this.#bot.definition.language,
      domainIds,
    }
    this.#intents =
      answer.kind === 'intents'
        ? { external: answer.engine === 'external', scores: toOwnRanks(answer) }
        : { external: false, scores: [] }
    memory.trace.push({ what: 'intents', scores: answer.kind === 'intents' ? [...answer.scores] : [] })
    return this.#intents.scores
  }

  ruleContext(interaction: Interaction, outcome?: Outcome): RuleContext {
    return {
      bot: this.#bot,
      memory: this.memory,
      interaction,
      intents: () => this.intents(),
      searchSlowly: (expression, text) => this.#searchSlowly(expression, text),
      ...(outcome && { outcome }),
      // Rules on results are not about words, whoever spoke last.
      isPlatform: this.#isPlatform && kindOf(interaction).category === 'question',
    }
  }

  *#searchSlowly(expression: string, text: string): Asking<boolean> {
    const answer = yield { kind: 'regex', expression, text }
    if (answer.kind !== 'regex') return false
    if (answer.fault !== undefined) this.memory.log('error', 'regex', `"${expression}": ${answer.fault}`)
    return answer.matched
  }

  /** Two or more likely intents and none that is good: the consumer is asked (dialogs R3.24–R3.27). */
  *#disambiguate(scores: readonly IntentScore[]): Asking<boolean> {
    const dialog = this.#bot.special.get('disambiguation')
    if (dialog === undefined || this.#intents?.external === true || this.#isPlatform) return false
    const environment = this.memory.run.facts.environment ?? {}
    const onlyStarters = environment.system_useIntentsOnlyWithDialogStartersInDisambiguation === 'true'
    const likely = scores
      .filter(({ score }) => score >= FAIR_PLUS)
      .filter(({ intentId }) => this.#isOffered(intentId, dialog))
      .toSorted((a, b) => b.score - a.score)
    if (likely.length < 2) return false
    const offered = onlyStarters ? likely.filter(({ intentId }) => this.#starterOf(intentId) !== undefined) : likely
    const [only] = offered
    const starter = offered.length === 1 && only ? this.#starterOf(only.intentId) : undefined
    if (starter !== undefined && only !== undefined) {
      this.memory.session.starterIntent = only.intentId
      yield* this.walk.startDialog(starter.dialog, 'intent')
      return true
    }
    if (offered.length < 2) return false
    yield* this.walk.startDialog(dialog, 'platform')
    this.#offer(dialog, offered)
    return true
  }

  #isOffered(intentId: string, { onlyDomains }: Dialog): boolean {
    const domain = this.#bot.intents.get(intentId)?.domain.id
    return onlyDomains === undefined || (domain !== undefined && onlyDomains.includes(domain))
  }

  /** The question with the names of the intents (dialogs R2.28). */
  #offer(dialog: Dialog, likely: readonly IntentScore[]): void {
    const { memory } = this
    const question = this.#bot.interactions.get(memory.top?.current ?? '')?.interaction
    if (memory.top?.dialogId !== dialog.id || question?.type !== 'disambiguationQuestion') return
    const offered = likely.slice(0, question.count).map(({ intentId }) => {
      const intent = this.#bot.intents.get(intentId)
      return { label: intent?.displayName ?? intent?.name ?? intentId, intentId }
    })
    memory.changeTop({ offered })
    memory.outputs.push(...askWhichIntent(question, offered, memory.words()))
  }

  /** No context switching here (dialogs R3.26). */
  *#disambiguated(question: InteractionOf<'disambiguationQuestion'>): Asking<void> {
    const { memory, walk } = this
    const offered = memory.top?.offered ?? []
    const words = memory.words()
    const other = question.other === undefined ? [] : [{ text: words.text(question.other) }]
    const chosen = chosenOption([...offered.map(({ label }) => ({ text: label })), ...other], memory.heard.text)
    const intent = offered.find(({ label }) => label === chosen?.text)
    if (intent !== undefined) {
      memory.session.disambiguated = {
        id: intent.intentId,
        name: this.#bot.intents.get(intent.intentId)?.name ?? intent.label,
      }
      const starter = this.#starterOf(intent.intentId)
      if (starter !== undefined) {
        memory.session.starterIntent = intent.intentId
        memory.session.stack = memory.stack.slice(0, -1)
        return yield* walk.startDialog(starter.dialog, 'intent')
      }
    }
    const rule = yield* findRule(question.rules ?? [], this.ruleContext(question))
    if (rule !== undefined) {
      memory.changeTop({ isWaiting: false })
      return yield* walk.go(walk.leading.follow(rule, question))
    }
    const isOther = chosen !== undefined && intent === undefined
    memory.outputs.push(...toTexts(memory, isOther ? DEFAULT_TEXTS.disambiguationOther : DEFAULT_TEXTS.notUnderstood))
  }

  /** Another bot of the group may know (dialogs R7.35). @returns whether one took over */
  *#askGroup(): Asking<boolean> {
    const { memory } = this
    if (memory.run.facts.collaborates !== true || this.#isPlatform) return false
    const answer = yield { kind: 'group', text: memory.heard.text }
    if (answer.kind !== 'group' || answer.bot === undefined) return false
    const { botId, intentId, transferMessage = BLANK_MESSAGE } = answer.bot
    const words = toTexts(memory, withLineBreaks(memory.words().text(transferMessage)))
    const context = { ...contextOf(memory), ...(intentId !== undefined && { intentId }) }
    memory.outputs.push(...ofTransfer(words), { kind: 'transferToBot', botId, context })
    memory.phase = 'transferred'
    return true
  }

  /** dialogs R3.35–R3.41. */
  *unrecognized(what: 'words' | 'step'): Asking<void> {
    const { memory } = this
    const question = this.#pendingQuestion()
    const { text, origin } = memory.heard
    if (what === 'words' && origin === 'consumer') memory.outputs.push({ kind: 'unrecognized', text })
    const escalation = this.#bot.special.get('autoEscalation')
    const fallback = this.#bot.special.get('fallback')
    const own = question?.unrecognized
    const hasOwn = own !== undefined && own !== ''
    const isInFallback = memory.top?.dialogId === fallback?.id
    if (question !== undefined && origin === 'consumer') {
      const failures = memory.top?.failures ?? 0
      const threshold = escalation?.threshold ?? DEFAULT_THRESHOLD
      if (escalation !== undefined && failures >= threshold && memory.top?.dialogId !== escalation.id) {
        memory.changeTop({ failures: 0 })
        memory.trace.push({ what: 'unrecognized', by: 'autoEscalation', failures })
        return yield* this.walk.startDialog(escalation, 'platform')
      }
    }
    const by = hasOwn ? 'question' : fallback === undefined || isInFallback ? 'builtIn' : 'fallbackDialog'
    // A fallback dialog that asks another system is a failure only when that fails (dialogs R3.40 c).
    const isFailure = by !== 'fallbackDialog' || fallback?.interactions.every(isWords) === true
    if (question !== undefined && origin === 'consumer' && isFailure) {
      memory.changeTop({ failures: (memory.top?.failures ?? 0) + 1 })
    }
    memory.trace.push({ what: 'unrecognized', by, failures: memory.top?.failures ?? 0 })
    if (hasOwn) {
      memory.outputs.push(...toTexts(memory, memory.words().text(own)))
      return
    }
    if (fallback === undefined || isInFallback) {
      memory.outputs.push(...toTexts(memory, DEFAULT_TEXTS.notUnderstood))
      return
    }
    yield* this.walk.startDialog(fallback, 'fallback')
  }

  /** A file goes to the oldest question that waits for one (dialogs R8.5, R8.21). */
  *receiveFile({ file }: FileInput): Asking<void> {
    const { memory, walk } = this
    const waiting = memory.stack.findIndex(
      ({ isWaiting, current }) =>
        isWaiting && this.#bot.interactions.get(current ?? '')?.interaction.type === 'fileUpload',
    )
    const frame = memory.stack[waiting]
    const upload = this.#bot.interactions.get(frame?.current ?? '')?.interaction
    if (upload?.type !== 'fileUpload') {
      const anywhere = uploadDialogOf(this.#bot)
      if (anywhere !== undefined) return yield* this.#receiveAnywhere(anywhere, file)
      memory.log('info', 'file-unasked', `The file "${file.name}" came although no dialog asked for one.`)
      // Its own words for it, or else what the bot says to what it does not understand (messaging R6.9).
      memory.heard = { ...memory.heard, text: FILE_RECEIVED }
      return yield* this.hear()
    }
    const refusal = refuseFile(upload, file, memory.words())
    if (refusal !== undefined) {
      memory.outputs.push(...toTexts(memory, refusal))
      return
    }
    // The waiting dialog is spoken from now on; what stood above it comes back when it is over.
    memory.session.stack = [...memory.stack.filter((_, index) => index !== waiting), ...(frame ? [frame] : [])]
    memory.session.file = file
    memory.changeTop({ isWaiting: false })
    memory.outputs.push(...toTexts(memory, memory.words().text(upload.inProgress ?? DEFAULT_TEXTS.uploadInProgress)))
    if (yield* this.#processResponse(upload)) return
    const rule = yield* findRule(upload.rules ?? [], this.ruleContext(upload))
    yield* walk.go(
      rule === undefined
        ? walk.leading.next(upload.next ?? { go: 'next' }, upload, 'default')
        : walk.leading.follow(rule, upload),
    )
  }

  /** Files are taken at any point of the flow; what was under way stays where it is (dialogs R8.27). */
  *#receiveAnywhere({ dialog, upload }: UploadDialog, file: FileInput['file']): Asking<void> {
    const { memory, walk } = this
    const refusal = refuseFile(upload, file, memory.words())
    if (refusal !== undefined) {
      memory.outputs.push(...toTexts(memory, refusal))
      return
    }
    memory.session.file = file
    walk.enterQuietly(dialog, upload)
    memory.outputs.push(...toTexts(memory, memory.words().text(upload.inProgress ?? DEFAULT_TEXTS.uploadInProgress)))
    yield* walk.go(walk.leading.next(upload.next ?? { go: 'next' }, upload, 'default'))
  }
}

/** What a bot hears of a file that nobody asked for. */
const FILE_RECEIVED = '__image_received__'

const isWords = (interaction: Interaction): boolean => kindOf(interaction).category !== 'integration'

/** Recommended (dialogs R3.41). */
const DEFAULT_THRESHOLD = 3
