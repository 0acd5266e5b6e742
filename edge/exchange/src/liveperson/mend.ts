import type { JsonObject } from '@baton/base'
import { type BotDefinition, type Integration, type Interaction, parseDefinition } from '@baton/dialog'
import type { Findings, Place } from './findings.ts'
import type { Source } from './source.ts'

const INTERACTION = /^\/dialogs\/(\d+)\/interactions\/(\d+)(?:\/|$)/
const INTEGRATION = /^\/integrations\/(\d+)(?:\/|$)/

/**
 * What an export holds may be more than a bot can have here: a text of a megabyte, a card without a tile. Such an interaction or
 * integration is kept as it came, does nothing, and is told (export B-35, B-39); the rest of the bot is what it is.
 * @returns undefined when the bot cannot be used even so; the findings say why
 */
export function mend(definition: BotDefinition, source: Source, findings: Findings): BotDefinition | undefined {
  const { definition: sound, problems } = parseDefinition(withoutBags(definition))
  if (sound !== undefined) return definition
  const dialogs = definition.dialogs.map(({ interactions, ...dialog }) => ({
    ...dialog,
    interactions: [...interactions],
  }))
  const integrations = [...(definition.integrations ?? [])]
  const mended = new Set<string>()
  for (const { path, message, severity } of problems) {
    if (severity === 'warning') continue
    const [, at, index] = INTERACTION.exec(path) ?? []
    const [, integrationAt] = INTEGRATION.exec(path) ?? []
    const key = `${at ?? 'integration'}/${index ?? integrationAt}`
    if (at === undefined && integrationAt === undefined) {
      findings.add('E-SHAPE', { pointer: '' }, `The bot cannot be used here: ${path} ${message}`)
      return undefined
    }
    if (mended.has(key)) continue
    mended.add(key)
    if (at !== undefined) {
      const interactions = dialogs[Number(at)]?.interactions
      const broken = interactions?.[Number(index)]
      if (interactions === undefined || broken === undefined) continue
      const found = source.interactions.get(broken.id)?.part
      tell(findings, found?.place, broken.name, path, message)
      interactions[Number(index)] = setAside(broken, found?.json)
    } else {
      const broken = integrations[Number(integrationAt)]
      if (broken === undefined) continue
      const found = source.integrations.find(({ json }) => json.id === broken.id)
      tell(findings, found?.place, broken.name, path, message)
      integrations[Number(integrationAt)] = setIntegrationAside(broken, found?.json)
    }
  }
  const tried = { ...definition, dialogs, ...(definition.integrations && { integrations }) }
  const again = parseDefinition(withoutBags(tried))
  if (again.definition !== undefined) return tried
  const [first] = again.problems
  findings.add('E-SHAPE', { pointer: '' }, `The bot cannot be used here: ${first?.path ?? ''} ${first?.message ?? ''}`)
  return undefined
}

/** The bags are parts of a file that was read as JSON: nothing in them can be wrong, and looking takes longer than all the rest. */
function withoutBags({ extra: _extra, dialogs, ...bot }: BotDefinition) {
  return {
    ...bot,
    dialogs: dialogs.map(({ extra: _dialogs, interactions, ...dialog }) => ({
      ...dialog,
      interactions: interactions.map(({ extra: _own, ...interaction }) => interaction),
    })),
  }
}

function tell(findings: Findings, place: Place | undefined, name: string, path: string, message: string): void {
  const what = path.split('/').at(-1) ?? ''
  findings.add(
    'W-SHAPE',
    place ?? { pointer: '' },
    `"${name}" holds more than can be used here (${what}: ${message}); it is kept, and does nothing.`,
  )
}

/** Its way on is kept where that is all right, so that the flow passes over it. */
function setAside({ id, name, next, extra }: Interaction, raw: JsonObject | undefined): Interaction {
  return {
    type: 'unsupported',
    id,
    name: name.slice(0, 400) || '?',
    raw: raw ?? {},
    ...(next && { next }),
    ...(extra && { extra }),
  }
}

function setIntegrationAside({ id, name, extra }: Integration, raw: JsonObject | undefined): Integration {
  return { type: 'unsupported', id, name: name.slice(0, 400) || '?', raw: raw ?? {}, ...(extra && { extra }) }
}
