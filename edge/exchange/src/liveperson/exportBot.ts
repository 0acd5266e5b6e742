import { createHash } from 'node:crypto'
import type { JsonObject, JsonValue } from '@baton/base'
import type { BotDefinition, Dialog, Integration } from '@baton/dialog'
import { toExtensions } from './extensions.ts'
import { fromInteraction } from './fromInteraction.ts'
import { DIALOG_KINDS, importExport } from './importExport.ts'
import { member, omit, ordered } from './writing.ts'

/**
 * Writes a bot as Conversation Builder's own export (export §15). What was read from such a file and has no meaning here goes
 * back to its place. Credentials and values of the environment are never written (export B-43); what this format has no place
 * for stands under `x-extensions` (export B-44).
 */
export function exportBot(definition: BotDefinition): JsonObject {
  const { dialogs, integrations = [], extra } = definition
  const source = member(extra, 'source')
  const botId = definition.id
  const file: Record<string, JsonValue> = {
    responder: integrations
      .filter(({ type }) => type === 'api' || type === 'unsupported')
      .map((one) => fromIntegration(one, botId)),
    requiredContext: [],
    conversationMessage: [
      ...dialogs.flatMap((dialog) => dialog.interactions.map((_, index) => fromInteraction(dialog, index, definition))),
      ...listOf(source, 'unplaced'),
    ],
    menus: [],
    groups: dialogs.map((dialog) => fromDialog(dialog, botId)),
    platforms: [],
    associatedDomains: [],
    dialogTemplates: [],
    ...omit(source, ['bot', 'unplaced', 'globalFunctions', 'hash']),
    bot: fromSettings(definition, member(source, 'bot')),
    ...(definition.globalFunctions !== undefined && {
      globalFunctions: { chatBotId: botId, methods: definition.globalFunctions, ...member(source, 'globalFunctions') },
    }),
  }
  const theirs = omit(member(file, 'x-extensions'), ['baton'])
  const plain = ordered('file', {
    ...omit(file, ['x-extensions']),
    ...(Object.keys(theirs).length > 0 && { 'x-extensions': theirs }),
  })
  const back = importExport(JSON.stringify(plain)).definition
  const ours = back && toExtensions(definition, back, plain)
  const whole = ours === undefined ? plain : { ...plain, 'x-extensions': { ...theirs, ...ours } }
  return ordered('file', { ...whole, hash: hashOf(whole) })
}

function fromSettings(
  { id, name, description, language, settings = {} }: BotDefinition,
  source: JsonObject,
): JsonObject {
  const { greeting, friendlyResponse, debugCommands, annotatesUnrecognized, keepsTranscripts } = settings
  const attributes = {
    ...member(source, 'botAttributes'),
    ...(debugCommands !== undefined && { ENABLE_DEBUG: String(debugCommands) }),
    ...(annotatesUnrecognized !== undefined && { ENABLE_AGENT_ANNOTATIONS: String(annotatesUnrecognized) }),
    ...(friendlyResponse !== undefined && { DEFAULT_ERROR_MESSAGE: friendlyResponse }),
  }
  return ordered('bot', {
    chatBotType: 'CUSTOMER_FACING_BOT',
    status: 'NEW',
    sessionLength: 0,
    version: '2',
    demo: false,
    skipNLP: false,
    passThroughMode: false,
    publicBot: false,
    readOnly: false,
    ...source,
    id,
    name,
    language,
    ...(description !== undefined && { description }),
    ...(greeting !== undefined && { getStartedButtonPayload: greeting }),
    ...(keepsTranscripts !== undefined && { transcriptDisabled: !keepsTranscripts }),
    botAttributes: attributes,
  })
}

function fromDialog({ id, name, description, kind, enabled, domainId, extra }: Dialog, botId: string): JsonObject {
  const [type = 'DIALOG'] = Object.entries(DIALOG_KINDS).find(([, ours]) => ours === kind) ?? []
  const source = member(extra, 'source')
  const wasEnabled = source.status === undefined || source.status === 'ENABLED'
  return ordered('dialog', {
    disambiguteOnlySelectedDomains: false,
    ...source,
    chatBotId: botId,
    id,
    name,
    dialogType:
      source.dialogType !== undefined && DIALOG_KINDS[String(source.dialogType)] === undefined
        ? source.dialogType
        : type,
    status: enabled === false ? (wasEnabled ? 'DISABLED' : (source.status ?? 'DISABLED')) : 'ENABLED',
    ...(description !== undefined && { description }),
    ...(domainId !== undefined && { domainId }),
  })
}

const EMPTY_TILE: JsonObject = { type: 'TEXT', tile: { tileData: [{ buttons: [], quickReplyList: [] }] } }
const LEGACY_VALUES: JsonValue = ['title', 'subTitle', 'image', 'itemUrl'].map((key) => ({ key }))

function fromIntegration(integration: Integration, botId: string): JsonObject {
  const { id, name, variable, transform, fields, extra } = integration
  const common = {
    chatbotId: botId,
    id,
    name,
    ...(variable !== undefined && { responseDataVariable: variable }),
    ...(transform !== undefined && { transformResultsScript: transform }),
    ...(fields && { customDataFields: fields.map(({ key, path }) => ({ key, value: path })) }),
  }
  if (integration.type === 'unsupported') return ordered('integration', { ...integration.raw, ...common })
  if (integration.type !== 'api') return {}
  const { method, url, headers, body } = integration
  return ordered('integration', {
    defaultValues: LEGACY_VALUES,
    results: EMPTY_TILE,
    group: 'Responders',
    tangoContextEnabled: false,
    ...member(extra, 'source'),
    ...common,
    integrationType: 'API',
    method,
    webhook: url,
    ...(headers && { headers: headers.map(({ key, value }) => ({ key, value })) }),
    ...(body !== undefined && { postBody: body }),
  })
}

function listOf(object: JsonObject, key: string): readonly JsonValue[] {
  const value = object[key]
  return Array.isArray(value) ? (value as readonly JsonValue[]) : []
}

/** A signed number of 32 bits, as the original has one; nobody knows of what (export B-41). */
function hashOf(file: object): string {
  return String(createHash('sha256').update(JSON.stringify(file)).digest().readInt32BE(0))
}
