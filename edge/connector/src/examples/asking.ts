import type { AccountId, BotId, ConversationId, EntryPointId, EpochMs, SkillId, TurnId } from '@baton/base'
import type { Turn, TurnMessage } from '@baton/bot'
import type { Content, Metadata } from '@baton/content'
import type { AskRequest } from '../connector.ts'
import { type EndpointConfig, endpointConfig } from '../endpointConfig.ts'
import type { SecretStore } from '../signingKeys.ts'

export const ACCOUNT = 'acct4711' as AccountId

/** A clock that moves only when a test moves it. */
export class TestClock {
  #now: number
  constructor(now = 1_930_000_000_000) {
    this.#now = now
  }
  now(): EpochMs {
    return this.#now as EpochMs
  }
  advance(ms: number): void {
    this.#now += ms
  }
}

export function secretsInMemory(): SecretStore & { readonly stored: Map<string, string> } {
  const stored = new Map<string, string>()
  return {
    stored,
    readSecret: async (name) => stored.get(name),
    putSecretOnce: async (name, value) => {
      const kept = stored.get(name) ?? value
      stored.set(name, kept)
      return kept
    },
  }
}

export function config(baseUrl: string, more: Record<string, unknown> = {}): EndpointConfig {
  return endpointConfig.parse({ baseUrl, botId: 'kestrel-returns', clientId: 'client-1', ...more })
}

export function said(content: Content | string, metadata?: Metadata, seq = 4): TurnMessage {
  const at = 1_930_000_000_000 as EpochMs
  const what: Content = typeof content === 'string' ? { kind: 'text', text: content } : content
  return { seq, at, content: what, ...(metadata === undefined ? {} : { metadata }) }
}

export function turn(more: Partial<Turn> = {}): Turn {
  const messages = more.messages ?? [said('Where is my parcel?')]
  return { turnId: 1 as TurnId, botId: 3001 as BotId, trigger: 'message', language: 'de-DE', ...more, messages }
}

export function asking(settings: EndpointConfig, clock: TestClock, more: Partial<AskRequest> = {}): AskRequest {
  return {
    accountId: ACCOUNT,
    conversationId: '5e0d7b1c-41aa-4c0f-9d55-6b1d3f2c7e90' as ConversationId,
    botId: 3001 as BotId,
    config: settings,
    turn: turn(),
    announce: false,
    skillId: 2201 as SkillId,
    entryPointId: 'front' as EntryPointId,
    consumerId: 'c-77',
    language: 'de-DE',
    idempotencyKey: 'conversation/turn-1/ask/0',
    attempt: 1,
    deadline: (clock.now() + 180_000) as EpochMs,
    signal: new AbortController().signal,
    ...more,
  }
}
