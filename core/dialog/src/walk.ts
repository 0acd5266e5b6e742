import type { JsonValue } from '@baton/base'
import { actingFor } from './acting.ts'
import { isEnabled, type Placed } from './compile.ts'
import type { Dialog, Interaction, Next, Rule } from './definition.ts'
import { findEntities } from './entities.ts'
import { askWhichIntent } from './interactions/disambiguationQuestion/disambiguationQuestion.ts'
import { kindOf } from './interactions/registry.ts'
import type { Acting, Asking, Performed } from './kind.ts'
import type { Heard, Memory } from './memory.ts'
import { errorText, type PanelEnd, runPanel, toTexts, withChips } from './panel.ts'
import { findRule, type Outcome, type RuleContext } from './rules.ts'
import type { Frame } from './run.ts'
import { startUpload, uploadBefore } from './startUpload.ts'
import { DEFAULT_TEXTS, ESCALATION_FAILED } from './texts.ts'

/** dialogs R4.20. */
const MAX_IN_DIALOG = 10
/** dialogs R4.21. */
const MAX_DIALOGS = 5
/** Against triggers that go round in circles without saying anything. */
const MAX_ENTERED = 100

/** Where an interaction leads. */
type Step =
  | { readonly to: 'interaction'; readonly placed: Placed; readonly by: 'rule' | 'default' | 'script' }
  | { readonly to: 'end' }
  /** The flow stops here, and the dialog stays where it is. */
  | { readonly to: 'rest' }
  | { readonly to: 'notUnderstood' }
  | { readonly to: 'matching' }

/** What the whole bot can do with words; the flow comes back to it now and then. */
export interface Understanding {
  /** @param what the consumer's words, or a step of the flow that cannot be taken */
  unrecognized(what: 'words' | 'step'): Asking<void>
  matchBot(): Asking<void>
  ruleContext(interaction: Interaction, outcome?: Outcome): RuleContext
}

/** Beyond it the oldest dialogs are forgotten. */
const MAX_STACK = 50

/** dialogs R7.20. */
export const DEFAULT_ESCALATION_RETRIES = 3

/** scripting A-84. */
const TO_THE_WHOLE_BOT = 'platform.default'

/** Goes from interaction to interaction, saying and doing what they say, until somebody has to speak. */
export class Walk {
  #inDialog = 0
  #dialogs = 0
  #entered = 0

  constructor(
    readonly memory: Memory,
    readonly understanding: () => Understanding,
  ) {}

  /** The consumer has spoken: chains are counted from here (dialogs R4.22). */
  begin(heard: Heard): void {
    this.memory.heard = heard
  }

  /** A dialog is begun on top of the others (dialogs R3.23, R3.36). */
  *startDialog(dialog: Dialog, by: 'pattern' | 'intent' | 'action' | 'fallback' | 'platform'): Asking<void> {
    const { memory } = this
    memory.session.stack = [...memory.stack, this.#frame(dialog)].slice(-MAX_STACK)
    memory.trace.push({ what: 'dialogStarted', dialogId: dialog.id, by })
    yield* this.go(this.#first(dialog))
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

  #first(dialog: Dialog): Step {
    const [interaction] = dialog.interactions
    return interaction === undefined ? { to: 'end' } : this.#place(interaction.id, 'default')
  }

  #place(id: string, by: 'rule' | 'default' | 'script'): Step {
    const placed = this.memory.bot.interactions.get(id)
    return placed === undefined ? { to: 'end' } : { to: 'interaction', placed, by }
  }

  /** Follows the flow until it waits, ends or is cut. */
  *go(first: Step): Asking<void> {
    let step = first
    for (;;) {
      switch (step.to) {
        case 'interaction':
          if (!this.#mayEnter(step.placed)) return
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

  /** Counts, and moves to the dialog of the interaction where that is another one (dialogs R4.4). */
  #mayEnter({ interaction, dialog }: Placed): boolean {
    const { memory } = this
    this.#entered += 1
    if (this.#entered > MAX_ENTERED)
      return this.#cut(`Breaking the interaction flow because ${MAX_ENTERED} interactions were entered`)
    if (memory.top?.dialogId !== dialog.id) {
      this.#dialogs += 1
      this.#inDialog = 0
      if (this.#dialogs > MAX_DIALOGS)
        return this.#cut('Breaking the interaction flow because iteration count exceeded 5')
      memory.session.stack = [...memory.stack.slice(0, -1), this.#frame(dialog)]
      memory.trace.push({ what: 'dialogStarted', dialogId: dialog.id, by: 'action' })
    }
    if (!isEnabled(interaction) || interaction.type === 'unsupported') return true // passed over, not executed
    const { category } = kindOf(interaction)
    if (category === 'question') this.#inDialog = 0
    if (category === 'statement' || category === 'integration') {
      this.#inDialog += 1
      if (this.#inDialog > MAX_IN_DIALOG) {
        return this.#cut(
          `BREAKING THE INTERACTION FLOW. Reached max limit on daisy chaining of interactions: ${MAX_IN_DIALOG}`,
        )
      }
    }
    return true
  }

  #cut(text: string): false {
    this.memory.log('error', 'chain-limit', text)
    this.memory.trace.push({ what: 'limit', text })
    return false
  }

  *#visit(interaction: Interaction): Asking<Step> {
    const { memory } = this
    if (!isEnabled(interaction) || interaction.type === 'unsupported') {
      const reason = interaction.type === 'unsupported' ? 'unsupported' : 'disabled'
      memory.trace.push({ what: 'passedOver', interactionId: interaction.id, reason })
      return this.#after(interaction, 'default')
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
    const cut = this.cutShort(pre, interaction)
    if (cut !== undefined) {
      memory.outputs.push(...pre.said, ...cut.said)
      return cut.step
    }
    const { category } = kindOf(interaction)
    if (category === 'integration') return yield* this.#perform(interaction, pre)
    return yield* this.#speak(interaction, pre)
  }

  /** What a script's wish to stop or to go elsewhere, or its breaking, makes of the interaction. */
  cutShort(
    end: PanelEnd,
    interaction: Interaction,
  ): { readonly step: Step; readonly said: PanelEnd['said'] } | undefined {
    if (end.isBroken && this.memory.bot.definition.settings?.onScriptError !== 'continue') {
      return { step: { to: 'rest' }, said: toTexts(this.memory, errorText(this.memory)) }
    }
    if (end.stops) return { step: { to: 'rest' }, said: [] }
    const step = this.#trigger(end.trigger, interaction)
    return step && { step, said: [] }
  }

  /** scripting. */
  #trigger(name: string | undefined, { id }: Interaction): Step | undefined {
    if (name === undefined) return undefined
    if (name === TO_THE_WHOLE_BOT) return { to: 'matching' }
    const placed = this.memory.bot.findByName(name, this.memory.top?.dialogId)
    if (placed === undefined || !isEnabled(placed.dialog)) {
      const why = placed === undefined ? 'no interaction has this name' : 'its dialog is disabled'
      this.memory.log('warning', 'trigger-unknown', `A script goes on at "${name}", and ${why}; it was ignored.`)
      return undefined
    }
    this.memory.trace.push({
      what: 'chose',
      interactionId: id,
      next: { go: 'interaction', id: placed.interaction.id },
      by: 'script',
    })
    return { to: 'interaction', placed, by: 'script' }
  }

  /** Statement, question, starter: panel, words, panel, delay, out with it (dialogs R6.1, R6.3). */
  *#speak(interaction: Interaction, pre: PanelEnd): Asking<Step> {
    const { memory } = this
    if (interaction.type === 'fileUpload' && memory.run.facts.takesFiles === false) {
      memory.log('warning', 'files-off', 'Files are switched off in this account; the file is not asked for.')
      delete memory.session.file
      memory.outputs.push(...toTexts(memory, memory.words().text(interaction.failure ?? DEFAULT_TEXTS.uploadFailed)))
      return this.#after(interaction, 'default')
    }
    const own = withChips(this.produce(interaction), pre.chips)
    const post = yield* runPanel(memory, 'postProcess', interaction.postProcess, interaction)
    const all = [...pre.said, ...withChips(own, post.chips), ...post.said]
    const delayMs = post.delayMs ?? pre.delayMs ?? interaction.delayMs ?? 0
    if (delayMs > 0 && all.length > 0) memory.outputs.push({ kind: 'delay', ms: delayMs })
    memory.outputs.push(...all)
    const close = all.find((output) => output.kind === 'close')
    if (close !== undefined) return this.#closed()
    const cut = this.cutShort(post, interaction)
    if (cut !== undefined) {
      memory.outputs.push(...cut.said)
      return cut.step
    }
    if (kindOf(interaction).category === 'question') {
      memory.changeTop({ isWaiting: true })
      return { to: 'rest' }
    }
    const rule = yield* findRule(interaction.rules ?? [], this.understanding().ruleContext(interaction))
    return rule === undefined ? this.#after(interaction, 'default') : this.follow(rule, interaction)
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
    if (performed.end === 'gone') {
      memory.phase = 'transferred'
      this.#transferBegan()
      return { to: 'rest' }
    }
    if (performed.end === 'notUnderstood') return { to: 'notUnderstood' }
    const inTransform = triggers.find((end) => end.stops || end.trigger !== undefined)
    if (inTransform !== undefined) return this.cutShort(inTransform, interaction)?.step ?? { to: 'rest' }

    const post = yield* runPanel(memory, 'postProcess', interaction.postProcess, interaction)
    memory.outputs.push(...post.said)
    const cut = this.cutShort(post, interaction)
    if (cut !== undefined) {
      memory.outputs.push(...cut.said)
      return cut.step
    }
    return yield* this.#conclude(interaction, performed)
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
    if (rule !== undefined) return this.follow(rule, interaction)
    if (!failed) return this.#withoutRule(interaction)
    this.memory.outputs.push(...toTexts(this.memory, performed.text))
    this.#countFailedFallback()
    return { to: 'end' }
  }

  /** Rules that lead on are all there is; none held, and nothing stands beside them: the flow ends (scripting A-11, export B-15). */
  #withoutRule(interaction: Interaction): Step {
    const hasOnlyRules = (interaction.rules ?? []).length > 0 && interaction.next === undefined
    if (interaction.type === 'integration' && hasOnlyRules) return this.next({ go: 'end' }, interaction, 'default')
    return this.#after(interaction, 'default')
  }

  /** A fallback dialog that could not do what it was to do leaves the question below unanswered (dialogs R3.40 c). */
  #countFailedFallback(): void {
    const { memory } = this
    const below = memory.stack.at(-2)
    if (memory.top?.dialogId !== memory.bot.special.get('fallback')?.id || below?.isWaiting !== true) return
    memory.session.stack = memory.stack.with(-2, { ...below, failures: below.failures + 1 })
  }

  /** Variables and slot of a rule, what it says, and where it leads (dialogs R4.17, R5.9). */
  follow(rule: Rule, interaction: Interaction): Step {
    this.take(rule)
    return this.next(rule.next, interaction, 'rule')
  }

  take({ slot, set = [], when = [] }: Rule): void {
    const { memory } = this
    if (slot !== undefined) {
      const [found] = findEntities(memory.bot, slot.entity, memory.heard.text, memory.at)
      if (found !== undefined) memory.fillSlot(slot.name, found.value, slot.scope ?? 'session')
    }
    for (const { name, value, scope } of set) memory.setVariable(name, this.#valueOf(value), scope)
    const noMatch = when.find((condition) => condition.kind === 'noMatch')
    if (noMatch?.message !== undefined) memory.outputs.push(...toTexts(memory, memory.words().text(noMatch.message)))
  }

  /** `@ENTITY` is what the words hold of it; everything else is a text with variables. */
  #valueOf(template: string): JsonValue {
    const entity = /^@([\w -]+)$/.exec(template.trim())?.[1]
    const [found] =
      entity === undefined ? [] : findEntities(this.memory.bot, entity, this.memory.heard.text, this.memory.at)
    return found?.value ?? this.memory.words().text(template)
  }

  next(next: Next, interaction: Interaction, by: 'rule' | 'default' | 'script'): Step {
    const { memory } = this
    memory.trace.push({ what: 'chose', interactionId: interaction.id, next, by })
    switch (next.go) {
      case 'next':
        return this.#following(interaction)
      case 'end':
        return { to: 'end' }
      case 'close':
        memory.outputs.push({ kind: 'close', survey: next.survey })
        return this.#closed()
      case 'interaction': {
        const placed = memory.bot.interactions.get(next.id)
        if (placed !== undefined && isEnabled(placed.dialog) && isEnabled(placed.interaction))
          return { to: 'interaction', placed, by }
        return this.#lost(`interaction "${next.id}"`, interaction)
      }
      case 'dialog': {
        const dialog = memory.bot.dialogs.get(next.id)
        if (dialog !== undefined && isEnabled(dialog)) return this.#first(dialog)
        return this.#lost(`dialog "${next.id}"`, interaction)
      }
    }
  }

  /** dialogs R4.5. */
  #lost(what: string, interaction: Interaction): Step {
    this.memory.log(
      'error',
      'target-missing',
      `"${interaction.name}" leads to the ${what}, which is missing or disabled; the flow goes on with the next interaction.`,
    )
    return this.#following(interaction)
  }

  #after(interaction: Interaction, by: 'default'): Step {
    const standard: Next = interaction.type === 'agentTransfer' ? { go: 'end' } : { go: 'next' }
    return this.next(interaction.next ?? standard, interaction, by)
  }

  #following({ id }: Interaction): Step {
    const placed = this.memory.bot.interactions.get(id)
    const following = placed?.dialog.interactions[placed.index + 1]
    return following === undefined ? { to: 'end' } : this.#place(following.id, 'default')
  }

  #closed(): Step {
    this.memory.phase = 'closed'
    this.memory.session.stack = []
    return { to: 'rest' }
  }

  /** The dialog is over; the one below comes back with its question (dialogs R3.31, R3.32). */
  endDialog(): void {
    const { memory } = this
    const ended = memory.top
    const isQuiet = ended?.isQuiet === true
    if (ended !== undefined) memory.trace.push({ what: 'dialogEnded', dialogId: ended.dialogId })
    memory.session.stack = memory.stack.slice(0, -1)
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
    this.take(rule)
    memory.heard = heard
    memory.changeTop({ startedBy: '' }) // its words are used up
    memory.trace.push({ what: 'passedOver', interactionId: interaction.id, reason: 'filledAlready' })
    return this.next(rule.next, interaction, 'rule')
  }
}
