import { isJsonObject, type JsonObject, type JsonValue } from '@baton/base'
import type {
  BotDefinition,
  Button,
  Condition,
  Dialog,
  Interaction,
  InteractionType,
  Next,
  Rule,
  Tile,
  VariableCondition,
} from '@baton/dialog'
import { OPERATORS } from './toRules.ts'
import { member, omit, ordered } from './writing.ts'

/** The type that the file has for each of ours; the others stand as text and are told in their bag. */
const TYPES: Readonly<Partial<Record<InteractionType, string>>> = {
  dialogStarter: 'DIALOG_STARTER',
  text: 'TEXT',
  image: 'IMAGE',
  textQuestion: 'TEXT_QUESTION',
  multipleChoice: 'MULTIPLE_CHOICE_QUESTION',
  quickReplyQuestion: 'QUICK_REPLY',
  buttonQuestion: 'BUTTON',
  structuredQuestion: 'STRUCTURED',
  universal: 'UNIVERSAL',
  integration: 'API_INTEGRATION',
  agentTransfer: 'ESCALATION',
  fileUpload: 'FILE_UPLOAD',
}
const CHANGEABLE = new Set([
  'TEXT_QUESTION',
  'MULTIPLE_CHOICE_QUESTION',
  'QUICK_REPLY',
  'BUTTON',
  'STRUCTURED',
  'UNIVERSAL',
  'API_INTEGRATION',
  'ESCALATION',
])

export function fromInteraction(
  dialog: Dialog,
  index: number,
  { id: botId, integrations = [] }: BotDefinition,
): JsonObject {
  const interaction = dialog.interactions[index] as Interaction
  const source = member(interaction.extra, 'source')
  const type =
    TYPES[interaction.type] ??
    (interaction.type === 'unsupported'
      ? String(source.interactionType ?? interaction.raw.interactionType)
      : interaction.type)
  const [before, after] = [dialog.interactions[index - 1], dialog.interactions[index + 1]]
  const integration =
    interaction.type === 'integration' ? integrations.find(({ id }) => id === interaction.integrationId) : undefined
  const wasActive = source.status === undefined || source.status === 'ACTIVE'
  const inactive = wasActive ? 'INACTIVE' : (source.status ?? 'INACTIVE')
  const isNew = Object.keys(source).length === 0
  return ordered('interaction', {
    ...(isNew && CHANGEABLE.has(type) && { changeResponse: { enabled: true }, cancelResponse: { enabled: true } }),
    ...(isNew && { required: true, userInputRequired: type === 'UNIVERSAL' }),
    ...omit(source, ['prevMessageId', 'nextMessageId']),
    id: interaction.id,
    chatBotId: botId,
    name: interaction.name,
    type: 'BOT_MESSAGE',
    group: dialog.id,
    status: interaction.enabled === false ? inactive : 'ACTIVE',
    interactionType: type,
    content: fromContent(interaction, type, source, integration?.name),
    responseMatches: fromRules(interaction),
    ...(before && { prevMessageId: before.id }),
    ...(after && { nextMessageId: after.id }),
    ...(interaction.preProcess !== undefined && { preProcessMessage: interaction.preProcess }),
    ...(interaction.postProcess !== undefined && { postProcessMessage: interaction.postProcess }),
    ...(interaction.processUserResponse !== undefined && { processUserResponse: interaction.processUserResponse }),
    ...(interaction.delayMs !== undefined && { interactionDelay: String(interaction.delayMs) }),
    ...(interaction.comment !== undefined && {
      comment: { ...member(source, 'comment'), content: interaction.comment },
    }),
    ...(interaction.type === 'dialogStarter' && {
      ...(interaction.patterns && { pattern: interaction.patterns }),
      ...(interaction.intentId !== undefined && { intentId: interaction.intentId }),
    }),
    ...(interaction.type === 'quickReplyQuestion' && { quickReplies: fromQuickReplies(interaction.choices) }),
  })
}

function fromQuickReplies(choices: Extract<Interaction, { type: 'quickReplyQuestion' }>['choices']): JsonValue {
  return choices.map(({ kind, title, payload, image, metadata, extra }) => ({
    ...extra,
    type: kind,
    title,
    ...(payload !== undefined && { payload }),
    ...(image !== undefined && { image }),
    ...(metadata && { metadata: metadata as unknown as JsonValue }),
  }))
}

function fromContent(
  interaction: Interaction,
  type: string,
  source: JsonObject,
  integrationName: string | undefined,
): JsonObject {
  const content = member(source, 'content')
  if (interaction.type === 'unsupported') return content
  if (interaction.type === 'integration') {
    const responder = {
      responderId: interaction.integrationId,
      ...(integrationName !== undefined && { responderName: integrationName }),
    }
    return ordered('content', { contentType: 'DYNAMIC', ...content, ...responder })
  }
  const results = member(content, 'results')
  const tile = member(results, 'tile')
  // Whatever was imported keeps its place; what is no tile holds nothing that is to be kept.
  const before = Array.isArray(tile.tileData) ? tile.tileData.map((one) => (isJsonObject(one) ? one : {})) : []
  return ordered('content', {
    contentType: interaction.type === 'agentTransfer' ? 'DYNAMIC' : 'STATIC',
    ...content,
    results: { type, ...results, tile: { ...tile, tileData: fromTiles(interaction, before) } },
  })
}

/** What stands in the tiles; keys that nothing here knows stay where they were. */
function fromTiles(interaction: Interaction, before: readonly JsonObject[]): JsonValue {
  if (interaction.type === 'structuredQuestion') {
    return interaction.tiles.map((tile, index) => fromTile(tile, before[index] ?? {}))
  }
  const [first = {}] = before
  return [ordered('tileData', { buttons: [], quickReplyList: [], ...first, ...tileOf(interaction, first) })]
}

function tileOf(interaction: Interaction, first: JsonObject): Record<string, JsonValue> {
  switch (interaction.type) {
    case 'text':
    case 'textQuestion':
    case 'quickReplyQuestion':
      return {
        text: interaction.text,
        ...('perRow' in interaction &&
          interaction.perRow !== undefined && {
            quickReplyWidget: { ...member(first, 'quickReplyWidget'), choicesPerRow: interaction.perRow },
          }),
      }
    case 'image':
      return { url: interaction.url }
    case 'multipleChoice':
      return {
        text: interaction.text,
        multipleChoice: {
          displayChoice: interaction.displayAs === 'quickReplies' ? 'QUICK_REPLY' : 'BUTTON',
          textStyle: interaction.listStyle === 'letters' ? 'LETTERS' : 'NUMBERS',
          ...member(first, 'multipleChoice'),
          multipleChoices: interaction.choices,
        },
        ...(interaction.perRow !== undefined && {
          quickReplyWidget: { ...member(first, 'quickReplyWidget'), choicesPerRow: interaction.perRow },
        }),
      }
    case 'buttonQuestion':
      return { text: interaction.text, buttons: interaction.buttons.map(fromButton) }
    case 'universal':
      return { universalWidget: { ...member(first, 'universalWidget'), leMessageJson: interaction.json } }
    case 'agentTransfer':
      return {
        text: interaction.message ?? '',
        escalation: {
          ...member(first, 'escalation'),
          agentSkillId: interaction.skillId,
          ...(interaction.agentId !== undefined && { agentId: interaction.agentId }),
          tangoContextEnabled: interaction.passContext ?? false,
        },
      }
    case 'fileUpload':
      return {
        text: interaction.text,
        fileUpload: {
          ...member(first, 'fileUpload'),
          acceptedTypes: interaction.acceptedTypes,
          ...(interaction.success !== undefined && { successMessage: interaction.success }),
          ...(interaction.failure !== undefined && { failureMessage: interaction.failure }),
          ...(interaction.wrongType !== undefined && { validationFailureMessage: interaction.wrongType }),
          ...(interaction.inProgress !== undefined && { inProgressMessage: interaction.inProgress }),
        },
      }
    default:
      return {}
  }
}

function fromTile({ title, subtitle, image, buttons }: Tile, before: JsonObject): JsonObject {
  return ordered('tileData', {
    quickReplyList: [],
    ...before,
    title,
    ...(subtitle !== undefined && { subTitle: subtitle }),
    ...(image !== undefined && { image }),
    buttons: buttons.map(fromButton),
  })
}

function fromButton({ label, action, value, target, metadata, extra }: Button): JsonObject {
  return ordered('button', {
    ...member(extra, 'source'),
    name: label,
    type: action === 'openUrl' ? 'web_url' : 'postback',
    callback: value,
    ...(target !== undefined && { target }),
    ...(metadata && { metadata: metadata as unknown as JsonValue }),
  })
}

function fromRules({ rules = [], next, extra }: Interaction): JsonValue {
  const plain = next === undefined ? [] : [fromRule({ next, ...fromNextRule(member(extra, 'nextRule')) })]
  return [...rules.map(fromRule), ...plain]
}

function fromNextRule(bag: JsonObject): Partial<Rule> {
  const { name, ...rest } = bag
  return { ...(typeof name === 'string' && { name }), extra: rest }
}

function fromRule({ name, when = [], variables = [], match, set = [], next, extra = {} }: Rule): JsonObject {
  const matchType = extra.contextMatchConditionType ?? (when.length > 0 ? (match ?? 'any').toUpperCase() : undefined)
  return ordered('rule', {
    ...member(extra, 'rest'),
    ...(name !== undefined && { name }),
    conditions: extra.conditions ?? when.map(fromCondition),
    contextConditions: extra.contextConditions ?? variables.map(fromVariableCondition),
    ...(matchType !== undefined && { contextMatchConditionType: matchType }),
    action: fromNext(next),
    contextDataVariables: set.map(({ name: variable, value, scope }) => ({
      name: variable,
      value,
      scope: scope.toUpperCase(),
    })),
  })
}

function fromCondition(condition: Condition): JsonObject {
  switch (condition.kind) {
    case 'pattern':
      return {
        matchType: 'PATTERN',
        patternMatch: { patterns: condition.patterns, excludeKeywords: condition.excludeKeywords ?? [] },
      }
    case 'regex':
      return {
        matchType: 'REGEX',
        regexMatch: { regexText: condition.expression, excludeKeywords: condition.excludeKeywords ?? [] },
      }
    case 'option':
      return { matchType: 'EVAL_OPTION', evaluateOptionMatch: { value: condition.value } }
    case 'noMatch':
      return {
        matchType: 'NO_MATCH',
        noMatch: condition.message === undefined ? {} : { fallbackMessage: condition.message },
      }
    case 'result':
      return { matchType: 'API_RESULT', apiResultsMatch: { status: condition.status.toUpperCase() } }
    default:
      // The file's names for these are not known (export §17); ours says what it is.
      return { matchType: `BATON_${condition.kind.toUpperCase()}`, baton: condition as unknown as JsonValue }
  }
}

function fromVariableCondition({ variable, operator, value }: VariableCondition): JsonObject {
  const [name = operator] = Object.entries(OPERATORS).find(([, ours]) => ours === operator) ?? []
  return { contextName: variable, matchType: name, ...(value !== undefined && { value }) }
}

function fromNext(next: Next): JsonObject {
  switch (next.go) {
    case 'next':
      return { name: 'INTERACTION', value: 'next' }
    case 'end':
      return { name: 'INTERACTION', value: 'none' }
    case 'close':
      return { name: 'INTERACTION', value: next.survey ? 'close_dialog' : 'close_conversation' }
    case 'interaction':
      return { name: 'INTERACTION', value: next.id }
    case 'dialog':
      return { name: 'DIALOG', value: next.id }
  }
}
