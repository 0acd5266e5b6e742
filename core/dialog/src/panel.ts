import { toQuickReplies } from './choices.ts'
import type { Interaction } from './definition.ts'
import type { Asking } from './kind.ts'
import type { Memory } from './memory.ts'
import type { Output } from './output.ts'
import type { ScriptChip, ScriptEffect, ScriptPanel } from './script.ts'
import { entitiesFor } from './scriptEntities.ts'
import { splitText } from './splitText.ts'
import { BLANK_MESSAGE, CLOSE_CONVERSATION_TEXT, CLOSE_DIALOG_TEXT, DEFAULT_TEXTS } from './texts.ts'

/** What a panel wants beside what it has changed already. */
export interface PanelEnd {
  /** Said by the script, in its order; the interaction's own words come before or after. */
  readonly said: readonly Output[]
  /** Go on there (scripting A-82). */
  readonly trigger?: string
  /** The flow stops: the script has said all that is to be said (scripting A-80). */
  readonly stops: boolean
  /** The panel threw (scripting §6.3). */
  readonly isBroken: boolean
  readonly delayMs?: number
  readonly chips: readonly ScriptChip[]
}

const NOTHING: PanelEnd = { said: [], stops: false, isBroken: false, chips: [] }

/** Runs a panel of builders' code, if there is one. */
export function* runPanel(
  memory: Memory,
  panel: ScriptPanel,
  code: string | undefined,
  interaction?: Interaction,
): Asking<PanelEnd> {
  const { globalFunctions } = memory.bot.definition
  const isStart = panel === 'conversationStart'
  if (isStart ? isBlank(globalFunctions) : isBlank(code)) return NOTHING
  const entities = entitiesFor(memory, code, globalFunctions)
  const answer = yield {
    kind: 'script',
    panel,
    ...(interaction && { interaction: { id: interaction.id, name: interaction.name } }),
    ...(code !== undefined && { code }),
    ...(globalFunctions !== undefined && { globalFunctions }),
    snapshot: {
      ...memory.snapshot(seedOf(memory)),
      ...(entities && { entities }),
    },
  }
  if (answer.kind !== 'script') {
    memory.log('error', 'script-unavailable', `The ${panel} of "${interaction?.name ?? 'the bot'}" could not be run.`)
    return NOTHING
  }
  for (const { level, text } of answer.logs) memory.log(level === 'warn' ? 'warning' : level, 'script', text)
  const end = apply(memory, answer.effects)
  const { fault } = answer
  if (fault === undefined) return end
  memory.log('error', `script-${fault.kind}`, `${panel} of "${interaction?.name ?? 'the bot'}": ${fault.message}`)
  return { ...end, isBroken: fault.kind !== 'timeout' }
}

const isBlank = (code: string | undefined): boolean => code === undefined || code.trim() === ''

/** Another one for each panel of a run, and the same one whenever the turn is gone through again. */
function seedOf({ run, trace }: Memory): number {
  return (Math.imul(run.seed ^ (run.turn + 1), 0x9e3779b1) + trace.length) >>> 0
}

function apply(memory: Memory, effects: readonly ScriptEffect[]): PanelEnd {
  const said: Output[] = []
  const chips: ScriptChip[] = []
  let trigger: string | undefined
  let stops = false
  let delayMs: number | undefined
  const immediate: Output[] = []
  for (const effect of effects) {
    switch (effect.do) {
      case 'setVariable':
        memory.setVariable(effect.name, effect.value, effect.scope)
        break
      case 'sendMessage':
        said.push(...withChips(toTexts(memory, effect.text), effect.chips ?? []))
        break
      case 'addQuickReplies':
        chips.push(...effect.chips)
        break
      case 'sendImmediateReply':
        stops = true
        for (const text of effect.texts) immediate.push(...toTexts(memory, text))
        break
      case 'sendPrivateMessage':
        said.push({ kind: 'private', text: effect.text })
        break
      case 'setMessageDelay':
        delayMs = Math.min(10_000, Math.max(0, Math.round(effect.ms)))
        break
      case 'setAllowMaxTextResponse':
        memory.session.wholeTexts = effect.on
        break
      case 'setTriggerNextMessage':
        trigger = effect.name
        break
      case 'setUserName':
        memory.session.userName = effect.text
        break
      case 'setEmail':
        memory.session.email = effect.text
        break
      case 'setBotTransferIntentId':
        memory.session.transferWords = { ...memory.session.transferWords, intentId: effect.id }
        break
      case 'setBotTransferIntentByDomain':
        setTransferIntent(memory, effect.intent, effect.domain)
        break
      case 'setBotTransferUserMessage':
        memory.session.transferWords = { ...memory.session.transferWords, userMessage: effect.text }
        break
      case 'transferToBotDialog':
        stops = true
        // An empty message is none (scripting 4.5).
        if (effect.message.trim() !== '') said.push(...ofTransfer(toTexts(memory, effect.message)))
        said.push({ kind: 'transferToBot', botId: effect.botId, dialog: effect.dialog, context: contextOf(memory) })
        break
      case 'logCustomEvent':
        said.push({
          kind: 'customEvent',
          event: effect.event,
          userMessage: effect.userMessage,
          ...(effect.detail !== undefined && { detail: effect.detail }),
        })
        break
      case 'logEscalationEvent':
        said.push({ kind: 'escalationEvent', of: effect.kind, userMessage: effect.userMessage })
        break
      case 'registerNamespace':
      case 'deleteNamespace':
      case 'setContext':
      case 'deleteContext':
        said.push({ kind: 'context', write: effect })
    }
  }
  return {
    said: [...said, ...immediate],
    stops,
    isBroken: false,
    chips,
    ...(trigger !== undefined && !stops && { trigger }), // an immediate reply drops the trigger, whichever came first
    ...(delayMs !== undefined && { delayMs }),
  }
}

function setTransferIntent(memory: Memory, intentName: string, domainName: string): void {
  const found = [...memory.bot.intents.values()].find(
    ({ name, domain }) => name === intentName && domain.name === domainName,
  )
  if (found === undefined) memory.log('warning', 'transfer-intent', `"${domainName}" has no intent "${intentName}".`)
  else memory.session.transferWords = { ...memory.session.transferWords, intentId: found.id }
}

/** What a bot that takes over is told (dialogs R7.37, R7.40). */
export function contextOf({ session, run, heard }: Memory) {
  const intentId = session.transferWords.intentId ?? session.starterIntent
  return {
    ...(intentId !== undefined && { intentId }),
    userMessage: session.transferWords.userMessage ?? heard.text,
    sourceBotId: run.botId,
    conversationId: run.facts.conversationId,
  }
}

/** These words are the transfer's own. */
export const ofTransfer = (outputs: readonly Output[]): Output[] =>
  outputs.map((output) => (output.kind === 'text' ? { ...output, of: 'transfer' } : output))

const PROFILE = /^SET_USER_PROFILE\s*\|\s*(\{[\s\S]*\})\s*$/

/** An author's text as what is really sent: nothing, several messages, or a word to the platform (dialogs R2.5, R2.8, R9.5). */
export function toTexts(memory: Memory, text: string): Output[] {
  const trimmed = text.trim()
  if (trimmed === BLANK_MESSAGE) return []
  if (trimmed === '') {
    memory.log('warning', 'text-empty', 'A text is empty after its variables were put in; it was not sent.')
    return []
  }
  if (trimmed === CLOSE_DIALOG_TEXT) return [{ kind: 'close', survey: true }]
  if (trimmed === CLOSE_CONVERSATION_TEXT) return [{ kind: 'close', survey: false }]
  const profile = PROFILE.exec(trimmed)?.[1]
  if (profile !== undefined) return toProfile(memory, profile)
  const longest = memory.session.wholeTexts ? undefined : (memory.bot.definition.settings?.splitTextsAt ?? 320)
  return splitText(text, longest).flatMap(({ text: part, delayMs }): Output[] => [
    ...(delayMs === undefined ? [] : [{ kind: 'delay' as const, ms: Math.min(delayMs, 10_000) }]),
    { kind: 'text', text: part },
  ])
}

function toProfile(memory: Memory, json: string): Output[] {
  try {
    return [{ kind: 'userProfile', profile: JSON.parse(json) }]
  } catch {
    memory.log('error', 'profile-json', 'SET_USER_PROFILE is not followed by JSON.')
    return []
  }
}

/** scripting §4.4. */
const MAX_CHIPS = 10

/** Chips stand under the last of the messages. */
export function withChips(said: readonly Output[], chips: readonly ScriptChip[]): Output[] {
  const last = said.at(-1)
  if (chips.length === 0 || (last?.kind !== 'text' && last?.kind !== 'structured')) return [...said]
  const offered = chips.slice(0, MAX_CHIPS).map(({ title, payload }) => ({
    text: title,
    ...(payload !== undefined && { value: payload }),
  }))
  const own = toQuickReplies(offered, undefined)
  const before = last.quickReplies?.replies ?? []
  const replies = [...before, ...own.replies]
  return [
    ...said.slice(0, -1),
    { ...last, quickReplies: { ...own, itemsPerRow: Math.min(8, replies.length), replies } },
  ]
}

/** Of an error that ends the flow (dialogs R9.2). */
export const errorText = (memory: Memory): string =>
  memory.bot.definition.settings?.friendlyResponse ?? DEFAULT_TEXTS.notUnderstood
