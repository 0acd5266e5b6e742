import type { JsonValue } from '@baton/base'

export type ScriptChip = { readonly title: string; readonly payload?: string }
export type ContextScope = 'global' | 'user' | 'conversation'

/** What a script wants, in the order in which it said so. Nothing of it has happened yet. */
export type ScriptEffect =
  | { readonly do: 'setVariable'; readonly name: string; readonly value: JsonValue; readonly scope: VariableScope }
  | { readonly do: 'sendMessage'; readonly text: string; readonly chips?: readonly ScriptChip[] }
  | { readonly do: 'addQuickReplies'; readonly chips: readonly ScriptChip[] }
  /** The flow stops after the panel, whatever else it wanted (integrations A-80). */
  | { readonly do: 'sendImmediateReply'; readonly texts: readonly string[] }
  | { readonly do: 'sendPrivateMessage'; readonly text: string }
  | { readonly do: 'setMessageDelay'; readonly ms: number }
  | { readonly do: 'setAllowMaxTextResponse'; readonly on: boolean }
  | { readonly do: 'setTriggerNextMessage'; readonly name: string }
  | { readonly do: 'transferToBotDialog'; readonly botId: string; readonly dialog: string; readonly message: string }
  | { readonly do: 'setBotTransferIntentId'; readonly id: string }
  | { readonly do: 'setBotTransferIntentByDomain'; readonly intent: string; readonly domain: string }
  | { readonly do: 'setBotTransferUserMessage'; readonly text: string }
  | { readonly do: 'setUserName'; readonly text: string }
  | { readonly do: 'setEmail'; readonly text: string }
  | {
      readonly do: 'logCustomEvent'
      readonly userMessage: string
      readonly event: string
      readonly detail?: string
    }
  | { readonly do: 'logEscalationEvent'; readonly userMessage: string; readonly kind: string }
  /** Existing properties keep the life that they have (integrations 4.7). */
  | { readonly do: 'registerNamespace'; readonly namespace: string; readonly ttlSeconds?: number }
  | { readonly do: 'deleteNamespace'; readonly namespace: string }
  | {
      readonly do: 'setContext'
      readonly namespace: string
      readonly scope: ContextScope
      readonly name: string
      readonly value: JsonValue
    }
  /** Without a name: all of this scope. */
  | {
      readonly do: 'deleteContext'
      readonly namespace: string
      readonly scope: ContextScope
      readonly name?: string
    }

/** Until the bot has answered; until the session ends; 180 days. */
export type VariableScope = 'request' | 'session' | 'permanent'

type FieldType = 'string' | 'number' | 'boolean' | 'json' | 'chips' | 'strings' | 'scope' | 'contextScope'
type Fields = Readonly<Record<string, FieldType | readonly [FieldType]>>

/** Which fields each effect has; a field in brackets may be missing. Nothing else leaves the sandbox. */
const SHAPES: Readonly<Record<ScriptEffect['do'], Fields>> = {
  setVariable: { name: 'string', value: 'json', scope: 'scope' },
  sendMessage: { text: 'string', chips: ['chips'] },
  addQuickReplies: { chips: 'chips' },
  sendImmediateReply: { texts: 'strings' },
  sendPrivateMessage: { text: 'string' },
  setMessageDelay: { ms: 'number' },
  setAllowMaxTextResponse: { on: 'boolean' },
  setTriggerNextMessage: { name: 'string' },
  transferToBotDialog: { botId: 'string', dialog: 'string', message: 'string' },
  setBotTransferIntentId: { id: 'string' },
  setBotTransferIntentByDomain: { intent: 'string', domain: 'string' },
  setBotTransferUserMessage: { text: 'string' },
  setUserName: { text: 'string' },
  setEmail: { text: 'string' },
  logCustomEvent: { userMessage: 'string', event: 'string', detail: ['string'] },
  logEscalationEvent: { userMessage: 'string', kind: 'string' },
  registerNamespace: { namespace: 'string', ttlSeconds: ['number'] },
  deleteNamespace: { namespace: 'string' },
  setContext: { namespace: 'string', scope: 'contextScope', name: 'string', value: 'json' },
  deleteContext: { namespace: 'string', scope: 'contextScope', name: ['string'] },
}

const CHECKS: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  json: (value) => value !== undefined,
  strings: (value) => Array.isArray(value) && value.every((text) => typeof text === 'string'),
  chips: (value) => Array.isArray(value) && value.every((chip) => typeof chip?.title === 'string'),
  scope: (value) => value === 'request' || value === 'session' || value === 'permanent',
  contextScope: (value) => value === 'global' || value === 'user' || value === 'conversation',
}

/** What came over the border, if it is an effect in every field. */
export function readEffect(untrusted: unknown): ScriptEffect | undefined {
  if (typeof untrusted !== 'object' || untrusted === null || !('do' in untrusted)) return undefined
  const name = untrusted.do
  if (typeof name !== 'string' || !Object.hasOwn(SHAPES, name)) return undefined
  const given = untrusted as Record<string, unknown>
  const fits = Object.entries(SHAPES[name as ScriptEffect['do']]).every(([field, type]) =>
    typeof type === 'string' ? CHECKS[type](given[field]) : given[field] === undefined || CHECKS[type[0]](given[field]),
  )
  return fits ? (untrusted as ScriptEffect) : undefined
}
