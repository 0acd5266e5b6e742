import { isEnabled } from '../compile.ts'
import type { BotDefinition, Interaction, Next, Rule } from '../definition.ts'
import { kindOf } from '../interactions/registry.ts'
import type { Findings } from './findings.ts'
import { foldName, type Known, type Place } from './lookUp.ts'

/** Where the flow can go: questions without a way on, circles without a question, dialogs that nothing leads to. */
export function checkFlow(definition: BotDefinition, known: Known, findings: Findings): void {
  for (const { interaction, path } of known.places) {
    // The answers of a survey lead on by themselves (dialogs R2.29).
    if (waits(interaction) && interaction.type !== 'surveyQuestion' && isEndless(interaction)) {
      findings.warn(path, 'question-endless', 'No rule and no next action: no answer leads on from here.')
    }
  }
  checkCircles(known, findings)
  checkReach(definition, known, findings)
}

const waits = (interaction: Interaction): boolean => kindOf(interaction).category === 'question'
const LEAD_ELSEWHERE = new Set<Interaction['type']>(['disambiguationQuestion', 'fileUpload'])
const isEndless = ({ type, rules = [], next, processUserResponse }: Interaction): boolean =>
  rules.length === 0 && next === undefined && processUserResponse === undefined && !LEAD_ELSEWHERE.has(type)

/** The only interaction that can follow a statement, if there is only one; code may lead anywhere. */
function successor({ interaction, dialog, index }: Place, known: Known): Place | undefined {
  const { rules = [], preProcess, postProcess } = interaction
  if (waits(interaction) || preProcess !== undefined || postProcess !== undefined) return undefined
  const [rule] = rules
  if (rules.length > 1 || (rule !== undefined && !isUnconditional(rule))) return undefined
  const next: Next = rule?.next ?? interaction.next ?? { go: interaction.type === 'agentTransfer' ? 'end' : 'next' }
  const following = dialog.interactions[index + 1]
  if (next.go === 'next') return following && known.byId.get(following.id)
  if (next.go === 'interaction') return known.byId.get(next.id)
  const first = next.go === 'dialog' ? known.dialogs.get(next.id)?.interactions[0] : undefined
  return first && known.byId.get(first.id)
}

const isUnconditional = ({ when = [], variables = [], slot }: Rule): boolean =>
  when.length === 0 && variables.length === 0 && slot === undefined

/** Statements that lead to each other for ever; the engine cuts them off (dialogs R4.20). Each place is looked at once. */
function checkCircles(known: Known, findings: Findings): void {
  const walks = new Map<Place, number>()
  for (const [walk, begin] of known.places.entries()) {
    for (let place: Place | undefined = begin; place !== undefined; place = successor(place, known)) {
      const before = walks.get(place)
      if (before === walk) {
        findings.warn(place.path, 'circle', 'From here the flow comes back to here without a question; it is cut off.')
        break
      }
      if (before !== undefined) break
      walks.set(place, walk)
    }
  }
}

const TRIGGER = /setTriggerNextMessage\s*\(\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)"|([^)\s]))?/g

/** Dialogs that no starter, rule or script leads to. Where a script computes its target, nobody can know. */
function checkReach(definition: BotDefinition, known: Known, findings: Findings): void {
  const open: string[] = []
  const reached = new Set<string>()
  const reach = (id: string | undefined) => {
    if (id === undefined || reached.has(id)) return
    reached.add(id)
    open.push(id)
  }
  const scripts = [definition.globalFunctions, ...(definition.integrations ?? []).map(({ transform }) => transform)]
  for (const script of scripts) if (!reachByScript(script, known, reach)) return
  for (const dialog of definition.dialogs) {
    const [first] = dialog.interactions
    const starts =
      first?.type === 'dialogStarter' && ((first.patterns?.length ?? 0) > 0 || first.intentId !== undefined)
    if (starts || dialog.kind !== 'standard') reach(dialog.id)
  }
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const interaction of known.dialogs.get(id)?.interactions ?? []) {
      for (const next of [interaction.next, ...(interaction.rules ?? []).map((rule) => rule.next)]) {
        if (next?.go === 'dialog') reach(next.id)
        if (next?.go === 'interaction') reach(known.byId.get(next.id)?.dialog.id)
      }
      for (const script of [interaction.preProcess, interaction.postProcess, interaction.processUserResponse]) {
        if (!reachByScript(script, known, reach)) return
      }
    }
  }
  for (const [at, dialog] of definition.dialogs.entries()) {
    if (reached.has(dialog.id) || !isEnabled(dialog)) continue
    findings.warn(`/dialogs/${at}`, 'dialog-unreachable', `Nothing leads to the dialog "${dialog.name}".`)
  }
}

/** @returns whether all that the script leads to is known */
function reachByScript(script: string | undefined, known: Known, reach: (id: string | undefined) => void): boolean {
  for (const [, single, double, computed] of (script ?? '').matchAll(TRIGGER)) {
    if (computed !== undefined) return false
    reach(known.byName.get(foldName(single ?? double ?? ''))?.dialog.id)
  }
  return true
}
