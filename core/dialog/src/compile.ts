import type { Result } from '@baton/base'
import type {
  BotDefinition,
  Dialog,
  Domain,
  Entity,
  Integration,
  IntentDefinition,
  Interaction,
  InteractionOf,
} from './definition.ts'
import { type FieldPath, parseFieldPath } from './fields.ts'
import { type Expression, parseExpression } from './matching/expression.ts'
import { type Pattern, parsePattern } from './matching/pattern.ts'
import { indexPatterns, type PatternIndex } from './matching/patternIndex.ts'

/** Where an interaction stands. */
export interface Placed {
  readonly interaction: Interaction
  readonly dialog: Dialog
  readonly index: number
}

export interface Starter {
  readonly dialog: Dialog
  readonly interaction: InteractionOf<'dialogStarter'>
  readonly pattern: string
  readonly literalLength: number
}

/** A definition with everything found beforehand: a turn takes the same time in a bot of ten interactions and of ten thousand. */
export interface CompiledBot {
  readonly definition: BotDefinition
  readonly dialogs: ReadonlyMap<string, Dialog>
  readonly interactions: ReadonlyMap<string, Placed>
  /** By exact name, then by name without regard to case (scripting A-85). */
  findByName(name: string, dialogId: string | undefined): Placed | undefined
  readonly integrations: ReadonlyMap<string, Integration>
  readonly integrationNames: ReadonlySet<string>
  readonly starters: PatternIndex<Starter>
  readonly starterCount: number
  /** Dialogs of enabled starters, by the intent that starts them. */
  readonly startersByIntent: ReadonlyMap<string, Starter>
  readonly special: ReadonlyMap<Dialog['kind'], Dialog>
  readonly intents: ReadonlyMap<string, IntentDefinition & { readonly domain: Domain }>
  readonly entities: ReadonlyMap<string, Entity>
  /** Read once each, when first wanted; one that cannot be read matches nothing. */
  pattern(source: string): Pattern | undefined
  expression(source: string): Expression | undefined
  /** Of a custom data field. */
  fieldPath(source: string): FieldPath | undefined
}

export function compile(definition: BotDefinition): CompiledBot {
  const interactions = new Map<string, Placed>()
  const byName = new Map<string, Placed[]>()
  const special = new Map<Dialog['kind'], Dialog>()
  const startersByIntent = new Map<string, Starter>()
  const starters: { pattern: Pattern; value: Starter }[] = []
  const patterns = new Map<string, Pattern | undefined>()
  const readPattern = (source: string) => remember(patterns, source, () => ifRead(parsePattern(source)))

  for (const dialog of definition.dialogs) {
    if (dialog.kind !== 'standard' && isEnabled(dialog) && !special.has(dialog.kind)) special.set(dialog.kind, dialog)
    for (const [index, interaction] of dialog.interactions.entries()) {
      const placed = { interaction, dialog, index }
      interactions.set(interaction.id, placed)
      for (const key of new Set([interaction.name, folded(interaction.name)])) addTo(byName, key, placed)
      if (interaction.type !== 'dialogStarter' || !isEnabled(dialog) || !isEnabled(interaction)) continue
      for (const source of interaction.patterns ?? []) {
        const pattern = readPattern(source)
        if (pattern === undefined) continue
        const { literalLength } = pattern
        starters.push({ pattern, value: { dialog, interaction, pattern: source, literalLength } })
      }
      const { intentId } = interaction
      if (intentId !== undefined && !startersByIntent.has(intentId)) {
        startersByIntent.set(intentId, { dialog, interaction, pattern: '', literalLength: 0 })
      }
    }
  }
  const domains = definition.domains ?? []
  const expressions = new Map<string, Expression | undefined>()
  const fieldPaths = new Map<string, FieldPath | undefined>()
  return {
    definition,
    dialogs: new Map(definition.dialogs.map((dialog) => [dialog.id, dialog])),
    interactions,
    findByName(name, dialogId) {
      const found = byName.get(name) ?? byName.get(folded(name)) ?? []
      return found.find(({ dialog }) => dialog.id === dialogId) ?? found[0]
    },
    integrations: new Map((definition.integrations ?? []).map((integration) => [integration.id, integration])),
    integrationNames: new Set((definition.integrations ?? []).map(({ name }) => name)),
    starters: indexPatterns(starters),
    starterCount: starters.length,
    startersByIntent,
    special,
    intents: new Map(
      domains.flatMap((domain) => (domain.intents ?? []).map((intent) => [intent.id, { ...intent, domain }])),
    ),
    entities: new Map(domains.flatMap(({ entities = [] }) => entities.map((entity) => [entity.name, entity]))),
    pattern: readPattern,
    expression: (source) => remember(expressions, source, () => ifRead(parseExpression(source))),
    fieldPath: (source) => remember(fieldPaths, source, () => parseFieldPath(source)),
  }
}

export const isEnabled = ({ enabled }: { readonly enabled?: boolean | undefined }): boolean => enabled !== false

function addTo<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

const folded = (name: string): string => name.trim().toLowerCase()

function remember<T>(known: Map<string, T | undefined>, source: string, read: () => T | undefined): T | undefined {
  if (known.has(source)) return known.get(source)
  const value = read()
  known.set(source, value)
  return value
}

const ifRead = <T>(parsed: Result<T, string>): T | undefined => (parsed.ok ? parsed.value : undefined)
