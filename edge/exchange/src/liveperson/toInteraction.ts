import type { JsonObject } from '@baton/base'
import type { Button, Interaction, QuickReplyChoice, Tile } from '@baton/dialog'
import { KEYS } from './keys.ts'
import type { Part } from './reader.ts'
import { placeholdersIn } from './scripts.ts'
import type { Source, SourceInteraction } from './source.ts'
import { checkPattern, readRules } from './toRules.ts'

/** What each type of the file becomes here (export §6). */
const READERS: Readonly<Record<string, (interaction: SourceInteraction, tile: Tiles) => Specific>> = {
  DIALOG_STARTER: ({ part }) => {
    const patterns = part.texts('pattern').filter((pattern) => pattern !== '')
    for (const pattern of patterns) checkPattern(pattern, part)
    const intentId = part.text('intentId')
    return {
      type: 'dialogStarter',
      ...(patterns.length > 0 && { patterns }),
      ...(intentId !== undefined && { intentId }),
    }
  },
  TEXT: (_interaction, tiles) => ({ type: 'text', text: tiles.text('text') }),
  IMAGE: (_interaction, tiles) => ({ type: 'image', url: tiles.text('url') }),
  TEXT_QUESTION: (_interaction, tiles) => ({ type: 'textQuestion', text: tiles.text('text') }),
  MULTIPLE_CHOICE_QUESTION: (_interaction, tiles) => readMultipleChoice(tiles),
  QUICK_REPLY: ({ part }, tiles) => {
    const perRow = rowLength(tiles)
    return {
      type: 'quickReplyQuestion',
      text: tiles.text('text'),
      choices: part.parts('quickReplies').map(readQuickReply),
      ...(perRow !== undefined && { perRow }),
    }
  },
  BUTTON: (_interaction, tiles) => ({
    type: 'buttonQuestion',
    text: tiles.text('text'),
    buttons: tiles.first?.parts('buttons').map(readButton) ?? [],
  }),
  STRUCTURED: (_interaction, tiles) => ({ type: 'structuredQuestion', tiles: tiles.all.slice(0, 10).map(readTile) }),
  UNIVERSAL: (_interaction, tiles) => {
    const widget = tiles.first?.part('universalWidget')
    const json = widget?.text('leMessageJson') ?? ''
    if (widget !== undefined && placeholdersIn(json).length === 0 && !isJson(json)) {
      widget.findings.add('W-JSON', widget.at('leMessageJson'), 'The rich content is not JSON.')
    }
    return { type: 'universal', json }
  },
  API_INTEGRATION: ({ part }) => ({
    type: 'integration',
    integrationId: part.part('content')?.text('responderId') ?? '?',
  }),
  ESCALATION: (_interaction, tiles) => {
    const escalation = tiles.first?.part('escalation')
    const agentId = escalation?.text('agentId')
    const passContext = escalation?.flag('tangoContextEnabled')
    return {
      type: 'agentTransfer',
      message: tiles.text('text'),
      skillId: escalation?.text('agentSkillId') ?? '',
      ...(agentId !== undefined && { agentId }),
      ...(passContext !== undefined && { passContext }),
    }
  },
  FILE_UPLOAD: (_interaction, tiles) => {
    const upload = tiles.first?.part('fileUpload')
    const text = (key: string) => upload?.text(key)
    const [success, failure] = [text('successMessage'), text('failureMessage')]
    const [wrongType, inProgress] = [text('validationFailureMessage'), text('inProgressMessage')]
    return {
      type: 'fileUpload',
      text: tiles.text('text'),
      acceptedTypes: upload?.texts('acceptedTypes') ?? [],
      ...(success !== undefined && { success }),
      ...(failure !== undefined && { failure }),
      ...(wrongType !== undefined && { wrongType }),
      ...(inProgress !== undefined && { inProgress }),
    }
  },
}

type Specific = Interaction extends infer I ? (I extends Interaction ? Omit<I, 'id' | 'name'> : never) : never

/** The tiles of an interaction's content. */
class Tiles {
  readonly all: readonly Part[]
  constructor(content: Part | undefined) {
    this.all = content?.part('results')?.part('tile')?.parts('tileData') ?? []
  }
  get first(): Part | undefined {
    return this.all[0]
  }
  text(key: string): string {
    return this.first?.text(key) ?? ''
  }
}

/** One interaction as it is here; what has no place here goes into its bag. */
export function toInteraction(interaction: SourceInteraction, source: Source): Interaction {
  const { part, id, name, type } = interaction
  const content = part.part('content')
  checkType(interaction, content)
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined
  if (read === undefined) {
    part.findings.add(
      'W-ITYPE',
      part.at('interactionType'),
      `The type "${type}" is not known; the interaction is kept, disabled, and passed over.`,
    )
  }
  const specific = read?.(interaction, new Tiles(content)) ?? ({ type: 'unsupported', raw: part.json } as const)
  if (type === 'API_INTEGRATION') checkIntegration(interaction, source)
  const { rules, next, nextRule } = readRules(interaction, source)
  const delayMs = part.number('interactionDelay')
  const comment = part.part('comment')?.text('content')
  const panels = readPanels(part)
  return {
    ...specific,
    id,
    name,
    ...((part.text('status') ?? 'ACTIVE') !== 'ACTIVE' && { enabled: false }),
    ...(delayMs !== undefined && { delayMs: Math.min(10_000, Math.max(0, Math.round(delayMs))) }),
    ...panels,
    ...(rules.length > 0 && { rules: [...rules] }),
    ...(next && { next }),
    ...(comment !== undefined && { comment }),
    extra: { source: bagOf(part, content), ...(nextRule && { nextRule: nextRule as JsonObject }) },
  } as Interaction
}

/** All that is not written from the definition itself. */
function bagOf(part: Part, content: Part | undefined): JsonObject {
  const translated = [
    'responseMatches',
    'pattern',
    'quickReplies',
    'preProcessMessage',
    'postProcessMessage',
    'processUserResponse',
  ]
  return { ...part.without(translated), ...(content && { content: content.json }) }
}

function readPanels(part: Part) {
  const [preProcess, postProcess] = [part.text('preProcessMessage'), part.text('postProcessMessage')]
  const processUserResponse = part.text('processUserResponse')
  return {
    ...(preProcess !== undefined && { preProcess }),
    ...(postProcess !== undefined && { postProcess }),
    ...(processUserResponse !== undefined && { processUserResponse }),
  }
}

function checkType({ part, type }: SourceInteraction, content: Part | undefined): void {
  content?.reportUnknownKeys('content')
  const results = content?.part('results')
  results?.reportUnknownKeys('results')
  const tile = results?.part('tile')
  tile?.reportUnknownKeys('tile')
  for (const data of tile?.parts('tileData') ?? []) data.reportUnknownKeys('tileData')
  const shown = results?.text('type')
  const fits = shown === undefined || shown === type || (type === 'DIALOG_STARTER' && shown === 'TEXT')
  if (!fits)
    part.findings.add(
      'W-ITYPE',
      part.at('content'),
      `The content is of the type "${shown}", the interaction of "${type}"; the interaction's counts.`,
    )
}

function checkIntegration({ part, name }: SourceInteraction, { integrationIds }: Source): void {
  const id = part.part('content')?.text('responderId')
  if (id !== undefined && integrationIds.has(id)) return
  part.findings.add(
    'W-DANGLING',
    id === undefined ? part.at('content') : (part.part('content')?.at('responderId') ?? part.at('content')),
    `"${name}" calls an integration that is not in the file; every call fails.`,
  )
}

function readMultipleChoice(tiles: Tiles): Specific {
  const widget = tiles.first?.part('multipleChoice')
  const display = oneOf(widget, 'displayChoice', DISPLAYS) ?? 'buttons'
  const style = oneOf(widget, 'textStyle', STYLES) ?? 'numbers'
  const perRow = rowLength(tiles)
  return {
    type: 'multipleChoice',
    text: tiles.text('text'),
    choices: widget?.texts('multipleChoices') ?? [],
    displayAs: display,
    listStyle: style,
    ...(perRow !== undefined && { perRow }),
  }
}

/** Seen is the first of each; the others are the editor's, by the names one would give them (export B-9). */
const DISPLAYS = {
  BUTTON: 'buttons',
  QUICK_REPLY: 'quickReplies',
  CHIP: 'quickReplies',
  CHIPS: 'quickReplies',
} as const
const STYLES = { NUMBERS: 'numbers', LETTERS: 'letters', NONE: 'none' } as const
const BUTTON_TYPES = { web_url: 'openUrl', postback: 'postback' } as const
const REPLY_TYPES = { text: 'text', location: 'location' } as const

/** One of the values that are known; another one is told, and counts as not there. */
function oneOf<K extends string, V>(part: Part | undefined, key: string, known: Readonly<Record<K, V>>): V | undefined {
  const value = part?.text(key)
  if (part === undefined || value === undefined) return undefined
  if (Object.hasOwn(known, value)) return known[value as K]
  part.findings.add(
    'W-SHAPE',
    part.at(key),
    `"${key}" is "${value}", which is not known; it is kept, and the default is used.`,
  )
  return undefined
}

function rowLength(tiles: Tiles): number | undefined {
  const perRow = tiles.first?.part('quickReplyWidget')?.number('choicesPerRow')
  return perRow === undefined ? undefined : Math.min(8, Math.max(1, Math.round(perRow)))
}

function readQuickReply(part: Part): QuickReplyChoice {
  part.reportUnknownKeys('quickReply')
  const payload = part.text('payload')
  const image = part.text('image')
  const metadata = readMetadata(part)
  const rest = part.without(KEYS.quickReply)
  return {
    kind: oneOf(part, 'type', REPLY_TYPES) ?? 'text',
    title: part.text('title') ?? '',
    ...(payload !== undefined && { payload }),
    ...(image !== undefined && { image }),
    ...(metadata && { metadata }),
    ...(rest && { extra: rest }),
  }
}

function readButton(part: Part): Button {
  part.reportUnknownKeys('button')
  const target = part.text('target')
  const metadata = readMetadata(part)
  const isKnownTarget = target === 'blank' || target === 'self' || target === 'slideout'
  return {
    label: part.text('name') ?? '',
    action: oneOf(part, 'type', BUTTON_TYPES) ?? 'postback',
    value: part.text('callback') ?? '',
    ...(isKnownTarget && { target }),
    ...(metadata && { metadata }),
    extra: { source: part.json },
  }
}

function readMetadata(part: Part): Button['metadata'] {
  if (!('metadata' in part.json)) return undefined
  const items = part.parts('metadata').filter(({ json }) => typeof json.type === 'string')
  return items.length === 0 ? undefined : items.map(({ json }) => json as JsonObject & { type: string })
}

function readTile(part: Part): Tile {
  const [subtitle, image] = [part.text('subTitle'), part.text('image')]
  return {
    title: part.text('title') ?? '',
    ...(subtitle !== undefined && { subtitle }),
    ...(image !== undefined && { image }),
    buttons: part.parts('buttons').map(readButton),
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
