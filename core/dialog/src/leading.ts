import type { JsonValue } from '@baton/base'
import { isEnabled } from './compile.ts'
import type { Dialog, Interaction, Next, Rule } from './definition.ts'
import { findEntities } from './entities.ts'
import type { Memory } from './memory.ts'
import { errorText, type PanelEnd, toTexts } from './panel.ts'
import type { Step } from './step.ts'

/** scripting A-84. */
const TO_THE_WHOLE_BOT = 'platform.default'

/** Where rules, next actions and scripts lead, and what they leave behind on the way (dialogs section 4). */
export class Leading {
  constructor(readonly memory: Memory) {}

  first(dialog: Dialog): Step {
    const [interaction] = dialog.interactions
    return interaction === undefined ? { to: 'end' } : this.#place(interaction.id, 'default')
  }

  #place(id: string, by: 'rule' | 'default' | 'script'): Step {
    const placed = this.memory.bot.interactions.get(id)
    return placed === undefined ? { to: 'end' } : { to: 'interaction', placed, by }
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

  /** Variables and slot of a rule, what it says, and where it leads (dialogs R4.17, R5.9). */
  follow(rule: Rule, interaction: Interaction): Step {
    this.take(rule)
    return this.next(rule.next, interaction, 'rule')
  }

  take(rule: Rule): void {
    const { memory } = this
    this.note(rule)
    const noMatch = (rule.when ?? []).find((condition) => condition.kind === 'noMatch')
    if (noMatch?.message !== undefined) memory.outputs.push(...toTexts(memory, memory.words().text(noMatch.message)))
  }

  /** What a rule sets, without a word. */
  note({ slot, set = [] }: Rule): void {
    const { memory } = this
    if (slot !== undefined) {
      const [found] = findEntities(memory.bot, slot.entity, memory.heard.text, memory.at)
      if (found !== undefined) memory.fillSlot(slot.name, found.value, slot.scope ?? 'session')
    }
    for (const { name, value, scope } of set) memory.setVariable(name, this.#valueOf(value), scope)
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
        return this.closed()
      case 'interaction': {
        const placed = memory.bot.interactions.get(next.id)
        if (placed !== undefined && isEnabled(placed.dialog) && isEnabled(placed.interaction))
          return { to: 'interaction', placed, by }
        return this.#lost(`interaction "${next.id}"`, interaction)
      }
      case 'dialog': {
        const dialog = memory.bot.dialogs.get(next.id)
        if (dialog !== undefined && isEnabled(dialog)) return this.first(dialog)
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

  after(interaction: Interaction, by: 'default'): Step {
    const standard: Next = interaction.type === 'agentTransfer' ? { go: 'end' } : { go: 'next' }
    return this.next(interaction.next ?? standard, interaction, by)
  }

  #following({ id }: Interaction): Step {
    const placed = this.memory.bot.interactions.get(id)
    const following = placed?.dialog.interactions[placed.index + 1]
    return following === undefined ? { to: 'end' } : this.#place(following.id, 'default')
  }

  closed(): Step {
    this.memory.phase = 'closed'
    this.memory.session.stack = []
    return { to: 'rest' }
  }
}
