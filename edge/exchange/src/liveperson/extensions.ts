import { createHash } from 'node:crypto'
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '@baton/base'
import { type BotDefinition, definitionSchema, type Integration, type Interaction } from '@baton/dialog'
import { OURS } from './extendedIntegrations.ts'
import type { Findings } from './findings.ts'
import type { Source } from './source.ts'
import { member } from './writing.ts'

const HEAD = ['kind', 'settings', 'domains', 'integrations'] as const

/**
 * What a definition says and the format has no place for. Found by reading the written file again: whatever does not come back as
 * it was stands here as it is, with a digest of what was written, so that somebody else's later edit of the file wins.
 * @param read what comes back from the file without this
 * @returns undefined when the file says it all
 */
export function toExtensions(definition: BotDefinition, read: BotDefinition, file: JsonObject): JsonObject | undefined {
  const back = new Map(interactionsOf(read).map((one) => [one.id, one]))
  const written = writtenInteractions(file)
  const interactions: Record<string, JsonValue> = {}
  for (const one of interactionsOf(definition)) {
    const found = back.get(one.id)
    if (found !== undefined && isSame(one, found)) continue
    interactions[one.id] = { of: digest(written.get(one.id)), is: bare(one) as JsonObject }
  }
  const heads: Record<string, JsonValue> = {}
  const readDialogs = new Map(read.dialogs.map((dialog) => [dialog.id, dialog]))
  for (const { interactions: _members, ...head } of definition.dialogs) {
    const { interactions: _read, ...other } = readDialogs.get(head.id) ?? { interactions: [] }
    if (!isSame(head, other)) heads[head.id] = bare(head) as JsonObject
  }
  const whole: Record<string, JsonValue> = {}
  for (const key of HEAD) if (!isSame(definition[key], read[key])) whole[key] = bare(definition[key]) ?? null
  const all = {
    ...whole,
    ...(Object.keys(heads).length > 0 && { dialogs: heads }),
    ...(Object.keys(interactions).length > 0 && { interactions }),
  }
  return Object.keys(all).length === 0 ? undefined : { [OURS]: all }
}

/** The definition with what the extensions of its file say; what does not fit a definition is told and left out. */
export function withExtensions(read: BotDefinition, source: Source, findings: Findings): BotDefinition {
  const file = source.file.json
  const ours = member(member(file, 'x-extensions'), OURS)
  if (Object.keys(ours).length === 0) return read
  const written = writtenInteractions(file)
  const said = member(ours, 'interactions')
  const heads = member(ours, 'dialogs')
  const interactionsSaid = (one: Interaction): Interaction => {
    const { of, is } = member(said, one.id)
    if (!isJsonObject(is) || of !== digest(written.get(one.id))) return one
    restored.push(one.id)
    return { ...(is as unknown as Interaction), id: one.id, ...(one.extra && { extra: one.extra }) }
  }
  const restored: string[] = []
  const { kind, settings, domains, integrations } = ours
  const bags = new Map((read.integrations ?? []).map(({ id, extra }) => [id, extra]))
  const whole = {
    ...read,
    ...((kind === 'custom' || kind === 'survey') && { kind }),
    ...(isJsonObject(settings) && { settings }),
    ...(Array.isArray(domains) && { domains }),
    ...(Array.isArray(integrations) && {
      integrations: (integrations as unknown as Integration[]).map((one) => ({
        ...one,
        ...(bags.get(one?.id) && { extra: bags.get(one.id) }),
      })),
    }),
    dialogs: read.dialogs.map((dialog) => ({
      ...dialog,
      ...member(heads, dialog.id),
      id: dialog.id,
      interactions: dialog.interactions.map(interactionsSaid),
    })),
  }
  const checked = definitionSchema.safeParse(whole)
  if (checked.success) {
    // What the format cannot say of these is no news: the extensions do.
    for (const id of restored)
      findings.forget(source.interactions.get(id)?.part.place.pointer ?? '', ['W-ITYPE', 'W-MATCH'])
    return whole as unknown as BotDefinition
  }
  const [issue] = checked.error.issues
  findings.add(
    'W-SHAPE',
    { pointer: '/x-extensions/baton' },
    `What stands there does not fit a bot and is not used: /${issue?.path.join('/') ?? ''} ${issue?.message ?? ''}`,
  )
  return read
}

const interactionsOf = ({ dialogs }: BotDefinition): readonly Interaction[] =>
  dialogs.flatMap(({ interactions }) => interactions)

function writtenInteractions(file: JsonObject): Map<string, JsonValue> {
  const list = file.conversationMessage
  const entries = Array.isArray(list) ? (list as readonly JsonValue[]) : []
  return new Map(
    entries.flatMap((one) => (isJsonObject(one) && typeof one.id === 'string' ? [[one.id, one as JsonObject]] : [])),
  )
}

/** What counts of a written interaction: not its times, and not its place in the chain. */
function digest(written: JsonValue | undefined): string {
  return createHash('sha256')
    .update(canonicalJson(written ?? null))
    .digest('hex')
    .slice(0, 16)
}

/** Without the bags, which are only for the way back. */
function bare(value: unknown): JsonValue | undefined {
  if (value === undefined) return undefined
  return JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'extra' ? undefined : part))) as JsonValue
}

const isSame = (one: unknown, other: unknown): boolean =>
  canonicalJson(bare(one) ?? null) === canonicalJson(bare(other) ?? null)
