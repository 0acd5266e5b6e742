import { actingFor } from './acting.ts'
import { Chain } from './chain.ts'
import { isEnabled } from './compile.ts'
import type { Dialog, Interaction } from './definition.ts'
import { findEntities } from './entities.ts'
import { askWhichIntent } from './interactions/disambiguationQuestion/disambiguationQuestion.ts'
import { kindOf } from './interactions/registry.ts'
import type { Acting, Asking, Performed } from './kind.ts'
import { Leading } from './leading.ts'
import type { Heard, Memory } from './memory.ts'
import type { Output } from './output.ts'
import { type PanelEnd, runPanel, toTexts, withChips } from './panel.ts'
import { findRule, type Outcome, type RuleContext } from './rules.ts'
import type { Frame } from './run.ts'
import { startUpload, uploadBefore } from './startUpload.ts'
import type { Step } from './step.ts'
import { DEFAULT_TEXTS, ESCALATION_FAILED } from './texts.ts'

/** What the whole bot can do with words; the flow comes back to it now and then. */
export interface Understanding {
  /** @param what the consumer's words, or a step of the flow that cannot be taken */
  unrecognized(what: 'words' | 'step'): Asking<void>
  matchBot(): Asking<void>
  ruleContext(interaction: Interaction, outcome?: Outcome): RuleContext
}

/** Neither the consumer nor whoever takes over hears of it. */
const BESIDE_WORDS = new Set<Output['kind']>(['userProfile', 'customEvent', 'escalationEvent', 'context'])
const isBesideWords = ({ kind }: Output): boolean => BESIDE_WORDS.has(kind)

/** Beyond it the oldest dialogs are forgotten. */
const MAX_STACK = 50

/** dialogs R7.20. */
export const DEFAULT_ESCALATION_RETRIES = 3

/** Goes from interaction to interaction, saying and doing what they say, until somebody has to speak. */
export class Walk {
  readonly leading: Leading
  readonly #chain: Chain

  constructor(
    readonly memory: Memory,
    readonly understanding: () => Understanding,
  ) {
    this.leading = new Leading(memory)
    this.#chain = new Chain(memory, (dialog) => this.#frame(dialog))
  }

  /** The consumer has spoken: chains are counted from here (dialogs R4.22). */
  begin(heard: Heard): void {
    this.memory.heard = heard
  }

  /** A dialog is begun on top of the others (dialogs R3.23, R3.36). */
  *startDialog(dialog: Dialog, by: 'pattern' | 'intent' | 'action' | 'fallback' | 'platform'): Asking<void> {
    const { memory } = this
    memory.session.stack = [...memory.stack, this.#frame(dialog)].slice(-MAX_STACK)
    memory.trace.push({ what: 'dialogStarted', dialogId: dialog.id, by })
    yield* this.go(this.leading.first(dialog))
  }

  #frame(dialog: Dialog): Frame {
    const { heard, bot } = this.memory
    // Former dialogs do not speak again while a transfer is under way, unless the bot wants it so.
    const isQuiet = heard.text === ESCALATION_FAILED && bot.definition.settings?.resumesDuringTransfer !== true
    return {
      dialogId: dialog.id,
      isWaiting: false,
      failures: 0,
      startedBy: heard.text,
      variables: {},
      ...(isQuiet && heard.origin === 'platform' && { isQuiet }),
    }
  }

  /** A dialog that works without a word on top of the others; none of them speaks again when it is over. */
  enterQuietly(dialog: Dialog, { id: current }: Interaction): void {
    const { memory } = this
    memory.session.stack = [...memory.stack, { ...this.#frame(dialog), current, isQuiet: true }].slice(-MAX_STACK)
    memory.trace.push({ what: 'dialogStarted', dialogId: dialog.id, by: 'platform' })
  }

  /** Follows the flow until it waits, ends or is cut. */
  *go(first: Step): Asking<void> {
    let step = first
    for (;;) {
      switch (step.to) {
        case 'interaction':
          if (!this.#chain.mayEnter(step.placed)) return
          step = yield* this.#visit(step.placed.interaction)
          break
        case 'end':
          return this.endDialog()
        case 'rest':
          return
        case 'notUnderstood':
          return yield* this.understanding().unrecognized('step')
        case 'matching':
          return yield* this.understanding().matchBot()
      }
    }
  }

  *#visit(interaction: Interaction): Asking<Step> {
    const { memory } = this
    if (!isEnabled(interaction) || interaction.type === 'unsupported') {
      const reason = interaction.type === 'unsupported' ? 'unsupported' : 'disabled'
      memory.trace.push({ what: 'passedOver', interactionId: interaction.id, reason })
      return this.leading.after(interaction, 'default')
    }
    memory.changeTop({ current: interaction.id, isWaiting: false, failures: 0 })
    memory.trace.push({
      what: 'entered',
      interactionId: interaction.id,
      name: interaction.name,
      dialogId: memory.top?.dialogId ?? '',
    })
    const filled = yield* this.#fillSlotBeforehand(interaction)
    if (filled !== undefined) return filled

    const pre = yield* runPanel(memory, 'preProcess', interaction.preProcess, interaction)
    const cut = this.leading.cutShort(pre, interaction)
    if (cut !== undefined) {
      memory.outputs.push(...pre.said, ...cut.said)
      return cut.step
    }
    const { category } = kindOf(interaction)
    if (category === 'integration') return yield* this.#perform(interaction, pre)
    return yield* this.#speak(interaction, pre)
  }

  /** Statement, question, starter: panel, words, panel, delay, out with it (dialogs R6.1, R6.3). */
  *#speak(interaction: Interaction, pre: PanelEnd): Asking<Step> {
    const { memory } = this
    if (interaction.type === 'fileUpload' && memory.run.facts.takesFiles === false) {
      memory.log('warning', 'files-off', 'Files are switched off in this account; the file is not asked for.')
      delete memory.session.file
      memory.outputs.push(...toTexts(memory, memory.words().text(interaction.failure ?? DEFAULT_TEXTS.uploadFailed)))
      return this.leading.after(interaction, 'default')
    }
    const own = withChips(this.produce(interaction), pre.chips)
    const post = yield* runPanel(memory, 'postProcess', interaction.postProcess, interaction)
    const all = [...pre.said, ...withChips(own, post.chips), ...post.said]
    const delayMs = post.delayMs ?? pre.delayMs ?? interaction.delayMs ?? 0
    if (delayMs > 0 && all.length > 0) memory.outputs.push({ kind: 'delay', ms: delayMs })
    memory.outputs.push(...all)
    const close = all.find((output) => output.kind === 'close')
    if (close !== undefined) return this.leading.closed()
    const cut = this.leading.cutShort(post, interaction)
    if (cut !== undefined) {
      memory.outputs.push(...cut.said)
      return cut.step
    }
    if (kindOf(interaction).category === 'question') {
      memory.changeTop({ isWaiting: true })
      return { to: 'rest' }
    }
    const rule = yield* findRule(interaction.rules ?? [], this.understanding().ruleContext(interaction))
    return rule === undefined ? this.leading.after(interaction, 'default') : this.leading.follow(rule, interaction)
  }

  /** What an interaction says, its texts as they are really sent. */
  produce(interaction: Interaction) {
    const produced = kindOf(interaction).produce?.(interaction as never, this.memory.words()) ?? []
    return produced.flatMap((output) => {
      if (output.kind !== 'text') return [output]
      const texts = toTexts(this.memory, output.text)
      const last = texts.at(-1)
      if (output.quickReplies === undefined || last?.kind !== 'text') return texts
      return [...texts.slice(0, -1), { ...last, quickReplies: output.quickReplies }]
    })
  }

  /** Integration, transfer …: panel, delay, the thing itself, panel, rules (dialogs R6.2). */
  *#perform(interaction: Interaction, pre: PanelEnd): Asking<Step> {
    const { memory } = this
    memory.outputs.push(...pre.said)
    const delayMs = pre.delayMs ?? interaction.delayMs ?? 0
    if (delayMs > 0) memory.outputs.push({ kind: 'delay', ms: delayMs })
    const triggers: PanelEnd[] = []
    const upload = uploadBefore(memory, interaction)
    const acting = actingFor(memory, interaction, triggers)
    const performed: Performed =
      upload === undefined ? yield* this.#do(interaction, acting) : startUpload(memory, upload, interaction, acting)
    if (performed.end === 'gone') return yield* this.#leave(interaction, performed.by)
    if (performed.end === 'notUnderstood') return { to: 'notUnderstood' }
    const inTransform = triggers.find((end) => end.stops || end.trigger !== undefined)
    if (inTransform !== undefined) return this.leading.cutShort(inTransform, interaction)?.step ?? { to: 'rest' }

    const post = yield* runPanel(memory, 'postProcess', interaction.postProcess, interaction)
    memory.outputs.push(...post.said)
    const cut = this.leading.cutShort(post, interaction)
    if (cut !== undefined) {
      memory.outputs.push(...cut.said)
      return cut.step
    }
    return yield* this.#conclude(interaction, performed)
  }

  /**
   * The interaction's code and rule still run, for what they set; the bot has nothing more to say, and its transfer comes last
   * (dialogs R7.1 steps 7 and 8, R7.2).
   */
  *#leave(interaction: Interaction, by: Output): Asking<Step> {
    const { memory } = this
    const post = yield* runPanel(memory, 'postProcess', interaction.postProcess, interaction)
    const [kept, dropped] = [post.said.filter(isBesideWords), post.said.filter((output) => !isBesideWords(output))]
    memory.outputs.push(...kept)
    if (dropped.length > 0 || post.trigger !== undefined) {
      const text = `"${interaction.name}" has handed over; what its code wants to say or where it wants to go is left out.`
      memory.log('warning', 'after-transfer', text)
    }
    if (!post.isBroken && !post.stops) {
      const context = this.understanding().ruleContext(interaction, { result: 'success' })
      const rule = yield* findRule(interaction.rules ?? [], context)
      if (rule !== undefined) this.leading.note(rule)
    }
    memory.outputs.push(by)
    memory.phase = 'transferred'
    this.#transferBegan()
    return { to: 'rest' }
  }

  /** What the consumer asks for after the end of all tries is a new beginning (dialogs R7.23). */
  #transferBegan(): void {
    const { memory } = this
    const retries = memory.bot.definition.settings?.escalationRetries ?? DEFAULT_ESCALATION_RETRIES
    if (memory.heard.origin === 'consumer' && memory.transferFailures > retries) memory.transferFailures = 0
  }

  *#do(interaction: Interaction, acting: Acting): Asking<Performed> {
    const perform = kindOf(interaction).perform
    return perform === undefined ? { end: 'done' } : yield* perform(interaction as never, acting)
  }

  /** dialogs R2.35, R2.36, R4.19; scripting A-11. */
  *#conclude(interaction: Interaction, performed: Performed): Asking<Step> {
    const outcome: Outcome = {
      ...((performed.end === 'success' || performed.end === 'failure') && { result: performed.end }),
      ...((performed.end === 'found' || performed.end === 'notFound') && { found: performed.end === 'found' }),
    }
    const failed = performed.end === 'failure'
    // Without its own rule a failure stops the flow: what follows counts on the result.
    const rules = (interaction.rules ?? []).filter(
      (rule) => !failed || (rule.when ?? []).length > 0 || (rule.variables ?? []).length > 0,
    )
    const rule = yield* findRule(rules, this.understanding().ruleContext(interaction, outcome))
    if (rule !== undefined) return this.leading.follow(rule, interaction)
    if (!failed) return this.#withoutRule(interaction)
    this.memory.outputs.push(...toTexts(this.memory, performed.text))
    this.#countFailedFallback()
    return { to: 'end' }
  }

  /** Rules that lead on are all there is; none held, and nothing stands beside them: the flow ends (scripting A-11, export B-15). */
  #withoutRule(interaction: Interaction): Step {
    const hasOnlyRules = (interaction.rules ?? []).length > 0 && interaction.next === undefined
    if (interaction.type === 'integration' && hasOnlyRules)
      return this.leading.next({ go: 'end' }, interaction, 'default')
    return this.leading.after(interaction, 'default')
  }

  /** A fallback dialog that could not do what it was to do leaves the question below unanswered (dialogs R3.40 c). */
  #countFailedFallback(): void {
    const { memory } = this
    const below = memory.stack.at(-2)
    if (memory.top?.dialogId !== memory.bot.special.get('fallback')?.id || below?.isWaiting !== true) return
    memory.session.stack = memory.stack.with(-2, { ...below, failures: below.failures + 1 })
  }

  /** A survey that was gone through is over, and the conversation with it (dialogs R1.16, R9.4). */
  #isSurvey(dialogId: string): boolean {
    const { definition, special } = this.memory.bot
    return definition.kind === 'survey' && special.get('survey')?.id === dialogId
  }

  /** The dialog is over; the one below comes back with its question (dialogs R3.31, R3.32). */
  endDialog(): void {
    const { memory } = this
    const ended = memory.top
    const isQuiet = ended?.isQuiet === true
    if (ended !== undefined) memory.trace.push({ what: 'dialogEnded', dialogId: ended.dialogId })
    memory.session.stack = memory.stack.slice(0, -1)
    if (ended !== undefined && this.#isSurvey(ended.dialogId)) {
      memory.outputs.push({ kind: 'close', survey: false })
      this.leading.closed()
      return
    }
    if (String(memory.variable('skipPreviousDialog')) === 'true') memory.session.stack = []
    while (memory.top !== undefined && !memory.top.isWaiting) memory.session.stack = memory.stack.slice(0, -1)
    const resumed = memory.bot.interactions.get(memory.top?.current ?? '')
    if (resumed === undefined || isQuiet) return
    memory.trace.push({ what: 'resumed', dialogId: resumed.dialog.id, interactionId: resumed.interaction.id })
    const { interaction } = resumed
    memory.outputs.push(
      ...(interaction.type === 'disambiguationQuestion'
        ? askWhichIntent(interaction, memory.top?.offered ?? [], memory.words())
        : this.produce(interaction)),
    )
  }

  /** A question whose answer was in the words that began the dialog is not put (dialogs R5.9). */
  *#fillSlotBeforehand(interaction: Interaction): Asking<Step | undefined> {
    const { memory } = this
    if (kindOf(interaction).category !== 'question') return undefined
    const startedBy = memory.top?.startedBy ?? ''
    const rule = (interaction.rules ?? []).find(
      ({ slot, enabled }) =>
        enabled !== false && slot && findEntities(memory.bot, slot.entity, startedBy, memory.at).length > 0,
    )
    if (rule?.slot === undefined) return undefined
    const { heard } = memory
    memory.heard = { ...heard, text: startedBy }
    this.leading.take(rule)
    memory.heard = heard
    memory.changeTop({ startedBy: '' }) // its words are used up
    memory.trace.push({ what: 'passedOver', interactionId: interaction.id, reason: 'filledAlready' })
    return this.leading.next(rule.next, interaction, 'rule')
  }
}
