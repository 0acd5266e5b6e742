import {
  type BotDefinition,
  type BotSettings,
  type Dialog,
  FORMAT,
  type Integration,
  parseFieldPath,
} from '@baton/dialog'
import { checkSource } from './checkSource.ts'
import { withExtensions } from './extensions.ts'
import { type Finding, Findings } from './findings.ts'
import type { ImportContext } from './importContext.ts'
import { mend } from './mend.ts'
import { parseExport } from './parseExport.ts'
import type { Part } from './reader.ts'
import { readSource, type Source, type SourceDialog } from './source.ts'
import { toDomains } from './toDomains.ts'
import { toInteraction } from './toInteraction.ts'

export interface Imported {
  /** Absent when something of severity E was found: then nothing is imported. */
  readonly definition?: BotDefinition
  readonly findings: readonly Finding[]
}

/**
 * Reads a bot that was exported from LivePerson Conversation Builder. Never fails for a key or value that it does not know, and
 * drops none: what has no meaning here stays in the `extra` of its place (export B-34, B-39). No script is run, nothing is called.
 */
export function importExport(text: string, context: ImportContext = {}): Imported {
  const findings = new Findings()
  const file = parseExport(text, findings)
  if (file === undefined) return { findings: findings.list }
  const source = readSource(file, findings)
  const read = toDefinition(source, context, findings)
  checkSource(source, findings)
  const mended = findings.hasErrors ? undefined : mend(read, source, findings)
  const definition = mended && withExtensions(mended, source, findings)
  return { ...(definition && { definition }), findings: findings.list }
}

function toDefinition(source: Source, context: ImportContext, findings: Findings): BotDefinition {
  const { file, bot } = source
  const dialogs = source.dialogs.map((dialog) => toDialog(dialog, source))
  const integrations = source.integrations.map(toIntegration)
  const domains = toDomains(source, context, findings)
  checkSkills(source, context, findings)
  const globals = file.part('globalFunctions')
  const globalFunctions = globals?.text('methods')
  const description = bounded(bot, 'description', 4_000)
  const domainId = bounded(bot, 'entityDataSourceId', 200)
  const unplaced = [...source.interactions.values()].filter(({ dialogId }) => !source.dialogIds.has(dialogId))
  return {
    format: FORMAT,
    id: bounded(bot, 'id', 200) ?? 'bot',
    name: bounded(bot, 'name', 400) ?? 'Imported bot',
    ...(description !== undefined && { description }),
    kind: source.dialogs.some(({ type }) => type === 'SURVEY_DIALOG') ? 'survey' : 'custom',
    language: bounded(bot, 'language', 40) ?? 'en-US',
    settings: toSettings(bot),
    ...(domainId !== undefined && { domainId }),
    dialogs,
    ...(integrations.length > 0 && { integrations }),
    ...(domains.length > 0 && { domains }),
    ...(globalFunctions !== undefined && { globalFunctions }),
    extra: {
      source: {
        ...file.without(['bot', 'groups', 'conversationMessage', 'responder', 'globalFunctions']),
        bot: bot.json,
        ...(globals && { globalFunctions: globals.without(['methods']) ?? {} }),
        ...(unplaced.length > 0 && { unplaced: unplaced.map(({ part }) => part.json) }),
      },
    },
  }
}

/** A text that is not longer than it can be here; what is beyond is cut, and told. An empty one is none. */
function bounded(part: Part, key: string, longest: number): string | undefined {
  const value = part.text(key)
  if (value === undefined || value.length <= longest) return value === '' ? undefined : value
  part.findings.add('W-SHAPE', part.at(key), `"${key}" is longer than ${longest} characters; the rest is left out.`)
  return value.slice(0, longest)
}

/** export §3. Attributes are texts, truth values too. */
function toSettings(bot: Part): BotSettings {
  const attributes = bot.part('botAttributes')
  const greeting = bounded(bot, 'getStartedButtonPayload', 1_000)
  const friendlyResponse = attributes?.text('DEFAULT_ERROR_MESSAGE')
  const debug = attributes?.text('ENABLE_DEBUG')
  const annotations = attributes?.text('ENABLE_AGENT_ANNOTATIONS')
  const disabled = bot.flag('transcriptDisabled')
  const length = bot.number('sessionLength') ?? 0
  if (length !== 0) {
    const what = `The unit of "sessionLength" (${length}) is not known; a session ends after an hour without words.`
    bot.findings.add('W-SHAPE', bot.at('sessionLength'), what)
  }
  return {
    ...(greeting !== undefined && { greeting }),
    ...(friendlyResponse !== undefined && { friendlyResponse }),
    ...(debug !== undefined && { debugCommands: debug === 'true' }),
    ...(annotations !== undefined && { annotatesUnrecognized: annotations === 'true' }),
    ...(disabled !== undefined && { keepsTranscripts: !disabled }),
  }
}

/** Stored names are known of two kinds; the others are those that one would give them (dialogs R1.17). */
export const DIALOG_KINDS: Readonly<Record<string, Dialog['kind']>> = {
  DIALOG: 'standard',
  FALLBACK_DIALOG: 'fallback',
  DISAMBIGUATION_DIALOG: 'disambiguation',
  AUTO_ESCALATION_DIALOG: 'autoEscalation',
  SURVEY_DIALOG: 'survey',
  FILE_UPLOAD_DIALOG: 'fileUpload',
}

function toDialog({ part, id, name, type, enabled, interactions }: SourceDialog, source: Source): Dialog {
  const kind = Object.hasOwn(DIALOG_KINDS, type) ? DIALOG_KINDS[type] : undefined
  if (kind === undefined)
    part.findings.add(
      'W-SHAPE',
      part.at('dialogType'),
      `The type of dialog "${type}" is not known; it is an ordinary one.`,
    )
  const description = bounded(part, 'description', 4_000)
  const domainId = bounded(part, 'domainId', 200)
  return {
    id,
    name: name.slice(0, 400),
    ...(description !== undefined && { description }),
    kind: kind ?? 'standard',
    ...(!enabled && { enabled: false }),
    ...(domainId !== undefined && { domainId }),
    interactions: interactions.map((interaction) => toInteraction(interaction, source)),
    extra: { source: part.json },
  }
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

function toIntegration(part: Part): Integration {
  part.reportUnknownKeys('integration')
  const type = part.text('integrationType')
  const common = {
    id: part.text('id') ?? '?',
    name: part.text('name') ?? '?',
    ...optional('variable', part.text('responseDataVariable')),
    ...optional('transform', part.text('transformResultsScript')),
    ...readFields(part),
    extra: { source: part.json },
  }
  const method = part.text('method') ?? 'GET'
  if (type !== 'API' || !METHODS.has(method)) {
    const what = type === 'API' ? `The method "${method}"` : `The type of integration "${type}"`
    part.findings.add(
      'W-RTYPE',
      part.at('integrationType'),
      `${what} is not known; the integration is kept, and every call fails.`,
    )
    return { type: 'unsupported', ...common, raw: part.json }
  }
  const headers = part
    .parts('headers')
    .map((header) => ({ key: header.text('key') ?? '', value: header.text('value') ?? '' }))
  return {
    type: 'api',
    ...common,
    method: method as 'GET',
    url: part.text('webhook') ?? '',
    ...(headers.length > 0 && { headers }),
    ...optional('body', part.text('postBody')),
  }
}

function readFields(part: Part) {
  const variable = part.text('responseDataVariable') ?? part.text('name')
  const fields = part.parts('customDataFields').map((field) => {
    const [key, path] = [field.text('key') ?? '?', field.text('value') ?? '']
    const parsed = parseFieldPath(path)
    if (parsed === undefined)
      field.findings.add('W-FIELD', field.at('value'), `The path "${path}" cannot be read; the field stays empty.`)
    else if (parsed.variable !== variable) {
      field.findings.add(
        'W-FIELD',
        field.at('value'),
        `The path begins with "api_${parsed.variable}", the result is "api_${variable}".`,
      )
    } else if (parsed.steps[0] !== undefined && 'each' in parsed.steps[0]) {
      field.findings.add(
        'W-FIELD',
        field.at('value'),
        'The list marker stands at the root: the original finds nothing there, this engine does.',
      )
    }
    return { key, path }
  })
  return fields.length > 0 ? { fields } : {}
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string }
}

function checkSkills({ interactions }: Source, { skillIds }: ImportContext, findings: Findings): void {
  for (const { part, type, name } of interactions.values()) {
    if (type !== 'ESCALATION') continue
    const [tile] = part.part('content')?.part('results')?.part('tile')?.parts('tileData') ?? []
    const skill = tile?.part('escalation')?.text('agentSkillId')
    if (skill === undefined || skill.includes('{') || skillIds?.has(skill)) continue
    findings.add(
      'W-SKILL',
      (tile ?? part).at('escalation'),
      `"${name}" hands over to the skill ${skill}, which is not known here.`,
    )
  }
}
