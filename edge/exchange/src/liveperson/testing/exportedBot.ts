import type { JsonObject, JsonValue } from '@baton/base'

/** Builds exported bots for tests: our own content in the shapes of the format. */
export interface InteractionSketch {
  readonly name: string
  readonly type: string
  readonly tile?: JsonObject
  readonly rules?: readonly JsonObject[]
  readonly more?: JsonObject
}
export interface DialogSketch {
  readonly name: string
  readonly type?: string
  readonly more?: JsonObject
  readonly interactions: readonly InteractionSketch[]
}
export interface BotSketch {
  readonly dialogs: readonly DialogSketch[]
  readonly responder?: readonly JsonObject[]
  readonly globals?: string
  readonly bot?: JsonObject
  readonly more?: JsonObject
}

/** Ids are the names, so that a test can read them. */
export function exportedBot({ dialogs, responder = [], globals, bot, more }: BotSketch): JsonObject {
  return {
    hash: '-1',
    bot: {
      id: 'bot-1',
      name: 'Flower shop',
      chatBotType: 'CUSTOMER_FACING_BOT',
      status: 'NEW',
      getStartedButtonPayload: 'hi',
      creationTime: 1632933799626,
      modificationTime: 1632933799626,
      demo: false,
      skipNLP: false,
      language: 'en-US',
      botAttributes: { ENABLE_DEBUG: 'true' },
      sessionLength: 0,
      passThroughMode: false,
      transcriptDisabled: false,
      version: '2',
      publicBot: false,
      readOnly: false,
      ...bot,
    },
    responder,
    requiredContext: [],
    conversationMessage: dialogs.flatMap((dialog) => dialog.interactions.map((_, index) => interaction(dialog, index))),
    menus: [],
    groups: dialogs.map(({ name, type = 'DIALOG', more: rest }) => ({
      chatBotId: 'bot-1',
      id: name,
      name,
      creationTime: '2021-09-29 12:43:19',
      modificationTime: '2021-09-29 12:43:19',
      dialogType: type,
      status: 'ENABLED',
      disambiguteOnlySelectedDomains: false,
      ...rest,
    })),
    ...(globals !== undefined && {
      globalFunctions: {
        chatBotId: 'bot-1',
        methods: globals,
        creationTime: '2021-09-29 12:43:19',
        modificationTime: '2021-09-29 12:43:19',
      },
    }),
    platforms: [],
    associatedDomains: [],
    dialogTemplates: [],
    ...more,
  }
}

const DYNAMIC = new Set(['API_INTEGRATION', 'ESCALATION'])

function interaction({ name: group, interactions }: DialogSketch, index: number): JsonObject {
  const sketch = interactions[index] as InteractionSketch
  const before = interactions[index - 1]
  const after = interactions[index + 1]
  const { name, type, tile, rules = [rule('next')], more } = sketch
  return {
    id: name,
    chatBotId: 'bot-1',
    userInputRequired: type === 'UNIVERSAL',
    name,
    type: 'BOT_MESSAGE',
    content: {
      contentType: DYNAMIC.has(type) ? 'DYNAMIC' : 'STATIC',
      ...(type !== 'API_INTEGRATION' && {
        results: { type, tile: { tileData: [{ ...tile, buttons: tile?.buttons ?? [], quickReplyList: [] }] } },
      }),
      ...(more?.content as JsonObject | undefined),
    },
    group,
    status: 'ACTIVE',
    required: true,
    ...(before !== undefined && { prevMessageId: before.name }),
    ...(after !== undefined && { nextMessageId: after.name }),
    responseMatches: rules,
    interactionType: type,
    ...Object.fromEntries(Object.entries(more ?? {}).filter(([key]) => key !== 'content')),
  }
}

/** A rule that leads to `value`: `next`, `none`, an interaction's id … */
export function rule(value: string, conditions: readonly JsonValue[] = [], more: JsonObject = {}): JsonObject {
  return {
    name: 'RULE_1',
    conditions,
    contextConditions: [],
    action: { name: 'INTERACTION', value },
    contextDataVariables: [],
    ...(conditions.length > 0 && { contextMatchConditionType: 'ANY' }),
    ...more,
  }
}

export const pattern = (...patterns: string[]): JsonObject => ({
  matchType: 'PATTERN',
  patternMatch: { patterns, excludeKeywords: [] },
})
