import { createHash } from 'node:crypto'
import { canonicalJson, type JsonObject } from '@baton/base'
import { type BotDefinition, FORMAT } from '@baton/dialog'

/** A bot of a coffee shop, small enough to read: a question, a script, a call, a transfer. */
export function coffeeBot(service: string, helpSkillId: number, more: Partial<BotDefinition> = {}): BotDefinition {
  return {
    format: FORMAT,
    id: 'coffee',
    name: 'Coffee',
    language: 'en-US',
    globalFunctions: "function __initConversation() { botContext.setBotVariable('shop', 'Turin', true, false) }",
    integrations: [
      {
        type: 'api',
        id: 'price',
        name: 'Price',
        method: 'POST',
        url: `${service}/price`,
        body: '{"drink": "{$botContext.drink}"}',
        fields: [{ key: 'amount', path: '{$.api_Price.amount}' }],
      },
    ],
    dialogs: [
      {
        id: 'order',
        name: 'Order',
        kind: 'standard',
        interactions: [
          { type: 'dialogStarter', id: 'order.start', name: 'Order start', patterns: ['*coffee*'] },
          { type: 'text', id: 'order.hello', name: 'Order hello', text: 'Welcome to {$botContext.shop}.' },
          {
            type: 'textQuestion',
            id: 'order.which',
            name: 'Which drink',
            text: 'Which drink?',
            processUserResponse:
              "botContext.setBotVariable('drink', botContext.getCurrentUserMessage().toLowerCase(), true, false);" +
              "botContext.setContextDataForUser('tastes', 'last', botContext.getCurrentUserMessage());" +
              "botContext.setBotVariable('regular', 'yes', false, true)",
            rules: [
              {
                when: [{ kind: 'pattern', patterns: ['latte', 'mocha'] }],
                next: { go: 'interaction', id: 'order.price' },
              },
            ],
          },
          { type: 'integration', id: 'order.price', name: 'Ask price', integrationId: 'price' },
          {
            type: 'text',
            id: 'order.total',
            name: 'Total',
            text: 'That is {Price.amount} for a {$botContext.drink}.',
            next: { go: 'end' },
          },
        ],
      },
      {
        id: 'person',
        name: 'Person',
        kind: 'standard',
        interactions: [
          { type: 'dialogStarter', id: 'person.start', name: 'Person start', patterns: ['*person*'] },
          {
            type: 'agentTransfer',
            id: 'person.transfer',
            name: 'To a person',
            message: 'One moment.',
            skillId: String(helpSkillId),
          },
        ],
      },
    ],
    ...more,
  }
}

/** The same, with code of the builder's behind each call. */
export const withCodeBehindTheCall = (bot: BotDefinition): BotDefinition => ({
  ...bot,
  dialogs: bot.dialogs.map((dialog) => ({
    ...dialog,
    interactions: dialog.interactions.map((each) =>
      each.type === 'integration'
        ? { ...each, postProcess: "botContext.setBotVariable('asked', 'yes', true, false)" }
        : each,
    ),
  })),
})

/** Calls, and says what it was told. */
export function priceBot(service: string): BotDefinition {
  const { integrations = [] } = coffeeBot(service, 0)
  return {
    ...{ format: FORMAT, id: 'price', name: 'Price', language: 'en-US', integrations },
    dialogs: [
      {
        ...{ id: 'price', name: 'Price', kind: 'standard' },
        interactions: [
          { type: 'dialogStarter', id: 'start', name: 'Start', patterns: ['*'] },
          { type: 'integration', id: 'ask', name: 'Ask', integrationId: 'price' },
          { type: 'text', id: 'say', name: 'Say', text: 'It is {Price.amount}.', next: { go: 'end' } },
        ],
      },
    ],
  }
}

export const hashed = (definition: BotDefinition) => ({
  hash: createHash('sha256').update(canonicalJson(definition)).digest('hex'),
  definition: definition as unknown as JsonObject,
  problems: [],
  comment: '',
  by: 'Ada',
})
