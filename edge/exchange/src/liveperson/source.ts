import { type JsonValue, pointer } from '@baton/base'
import { followChain } from './chain.ts'
import { extendedIntegrations } from './extendedIntegrations.ts'
import type { Findings } from './findings.ts'
import type { ExportFile } from './parseExport.ts'
import { Part } from './reader.ts'

/** An exported bot as its author sees it: dialogs in their order, interactions in theirs, each with its place in the file. */
export interface Source {
  readonly file: Part
  readonly bot: Part
  readonly dialogs: readonly SourceDialog[]
  /** By their ids, of all dialogs. */
  readonly interactions: ReadonlyMap<string, SourceInteraction>
  readonly dialogIds: ReadonlySet<string>
  readonly integrations: readonly Part[]
  /** Whatever they are; what refers to one is a text. */
  readonly integrationIds: ReadonlySet<JsonValue | undefined>
  readonly domains: readonly Part[]
  readonly intents: readonly Part[]
}

export interface SourceDialog {
  readonly part: Part
  readonly id: string
  readonly name: string
  readonly type: string
  readonly enabled: boolean
  readonly interactions: readonly SourceInteraction[]
}

export interface SourceInteraction {
  readonly part: Part
  readonly id: string
  readonly name: string
  /** As the file says; also where nobody knows it. */
  readonly type: string
  readonly dialogId: string
  readonly previous: string | undefined
  readonly next: string | undefined
}

/** What is enabled, in a dialog (export §4). */
const ENABLED = 'ENABLED'

/** Reads dialogs and interactions and puts them in order; what is broken is reported and kept. */
export function readSource(json: ExportFile, findings: Findings): Source {
  const file = new Part(json, { pointer: '' }, findings)
  file.reportUnknownKeys('file')
  const bot = new Part(json.bot, { pointer: '/bot' }, findings)
  bot.reportUnknownKeys('bot')

  const heads = readDialogHeads(json.groups, findings)
  const interactions = readInteractions(json.conversationMessage, heads, findings)
  const byDialog = groupByDialog(interactions)
  checkLinks(interactions, findings)
  const dialogs = heads.map((head): SourceDialog => {
    const { ordered, broken } = followChain(byDialog.get(head.id) ?? [])
    if (broken !== undefined) {
      findings.add('W-CHAIN', head.part.place, `The order of the interactions of "${head.name}" is broken: ${broken}.`)
    }
    return { ...head, interactions: ordered }
  })
  const integrations = file.parts('responder')
  return {
    file,
    bot,
    // Authors number their dialogs; the order of the file says nothing (export §4).
    dialogs: dialogs.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
    interactions,
    dialogIds: new Set(heads.map(({ id }) => id)),
    integrations,
    integrationIds: new Set([...integrations.map(({ json: { id } }) => id), ...extendedIntegrations(json)]),
    domains: file.parts('associatedDomains'),
    intents: file.parts('associatedIntents'),
  }
}

type DialogHead = Omit<SourceDialog, 'interactions'>

function readDialogHeads(groups: readonly JsonValue[], findings: Findings): DialogHead[] {
  const seen = new Set<string>()
  return objects(groups, '/groups', findings).flatMap((part) => {
    part.reportUnknownKeys('dialog')
    const id = required(part, 'id', findings)
    if (id === undefined) return []
    if (seen.has(id)) {
      findings.add('E-DUPID', part.at('id'), `Two dialogs have the id "${id}".`)
      return []
    }
    seen.add(id)
    const name = part.text('name') ?? id
    const enabled = (part.text('status') ?? ENABLED) === ENABLED
    return [{ part: part.within({ dialog: name }), id, name, type: part.text('dialogType') ?? 'DIALOG', enabled }]
  })
}

function readInteractions(
  messages: readonly JsonValue[],
  dialogs: readonly DialogHead[],
  findings: Findings,
): Map<string, SourceInteraction> {
  const dialogById = new Map(dialogs.map((dialog) => [dialog.id, dialog]))
  const found = new Map<string, SourceInteraction>()
  for (const part of objects(messages, '/conversationMessage', findings)) {
    part.reportUnknownKeys('interaction')
    const id = required(part, 'id', findings)
    const type = required(part, 'interactionType', findings)
    const dialogId = required(part, 'group', findings)
    if (id === undefined || type === undefined || dialogId === undefined) continue
    if (found.has(id)) {
      findings.add('E-DUPID', part.at('id'), `Two interactions have the id "${id}".`)
      continue
    }
    const name = part.text('name') ?? id
    const dialog = dialogById.get(dialogId)
    const placed = part.within({ ...(dialog !== undefined && { dialog: dialog.name }), interaction: name })
    if (dialog === undefined) {
      findings.add('W-DANGLING', placed.at('group'), `"${name}" belongs to a dialog that is not in the file.`)
    }
    const previous = part.text('prevMessageId')
    found.set(id, { part: placed, id, name, type, dialogId, previous, next: part.text('nextMessageId') })
  }
  return found
}

function groupByDialog(interactions: ReadonlyMap<string, SourceInteraction>): Map<string, SourceInteraction[]> {
  const groups = new Map<string, SourceInteraction[]>()
  for (const interaction of interactions.values()) {
    const group = groups.get(interaction.dialogId)
    if (group === undefined) groups.set(interaction.dialogId, [interaction])
    else group.push(interaction)
  }
  return groups
}

/** Links of the chain that lead nowhere, or out of their dialog (export §14.2, B-5). */
function checkLinks(interactions: ReadonlyMap<string, SourceInteraction>, findings: Findings): void {
  for (const { part, name, dialogId, next, previous } of interactions.values()) {
    for (const [key, id] of [
      ['nextMessageId', next],
      ['prevMessageId', previous],
    ] as const) {
      if (id === undefined) continue
      const target = interactions.get(id)
      if (target === undefined) {
        findings.add('W-DANGLING', part.at(key), `The link "${key}" of "${name}" names no interaction of the file.`)
      } else if (target.dialogId !== dialogId) {
        findings.add(
          'W-CHAIN',
          part.at(key),
          `The link "${key}" of "${name}" leads into another dialog; it is not followed.`,
        )
      }
    }
  }
}

function objects(list: readonly JsonValue[], at: string, findings: Findings): Part[] {
  return list.flatMap((item, index) => {
    const place = { pointer: pointer(at, index) }
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
      return [new Part(item as ConstructorParameters<typeof Part>[0], place, findings)]
    }
    findings.add('E-SHAPE', place, 'Must be an object.')
    return []
  })
}

function required(part: Part, key: string, findings: Findings): string | undefined {
  const value = part.json[key]
  if (typeof value === 'string' && value !== '') return value
  findings.add('E-SHAPE', part.at(key), `"${key}" must be a text and may not be missing.`)
  return undefined
}
