import type { Interaction } from './definition.ts'
import type { Acting } from './kind.ts'
import type { Memory } from './memory.ts'
import { contextOf, type PanelEnd, runPanel, toTexts } from './panel.ts'

/** What an interaction may do in this conversation. @param ends what transform scripts wanted is added here */
export function actingFor(memory: Memory, interaction: Interaction, ends: PanelEnd[]): Acting {
  return {
    words: memory.words(),
    userMessage: memory.heard.text,
    channel: memory.run.facts.channel,
    say: (text) => void memory.outputs.push(...toTexts(memory, text)),
    put: (output) => void memory.outputs.push(output),
    log: (level, code, text) => memory.log(level, code, text),
    variable: (name) => memory.variable(name),
    setVariable: (name, value, scope) => memory.setVariable(name, value, scope),
    setResult: (name, result) => memory.setResult(name, result),
    integration: (id) => memory.bot.integrations.get(id),
    transferContext: () => contextOf(memory),
    isUnintended: memory.bot.dialogs.get(memory.top?.dialogId ?? '')?.kind === 'autoEscalation',
    intentName: () => memory.bot.intents.get(memory.session.starterIntent ?? '')?.name,
    *transform(code) {
      const end = yield* runPanel(memory, 'transform', code, interaction)
      memory.outputs.push(...end.said)
      ends.push({ ...end, isBroken: false }) // a broken transform leaves the result as it was (scripting A-52)
    },
    setFields: (integration, body) => memory.setFields(integration, body),
    ended: (successful, status) => {
      memory.session.lastCall = { successful, status }
    },
  }
}
