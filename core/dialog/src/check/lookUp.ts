import type { BotDefinition, Dialog, Integration, Interaction } from '../definition.ts'
import { builtInNamed } from '../entities.ts'

/** An interaction, and where it stands in the file. */
export interface Place {
  readonly path: string
  readonly dialog: Dialog
  readonly index: number
  readonly interaction: Interaction
}

export interface Known {
  readonly places: readonly Place[]
  readonly byId: ReadonlyMap<string, Place>
  /** By names without regard to case (scripting A-85). */
  readonly byName: ReadonlyMap<string, Place>
  readonly dialogs: ReadonlyMap<string, Dialog>
  readonly integrations: ReadonlyMap<string, Integration>
  readonly intents: ReadonlySet<string>
  readonly entities: ReadonlySet<string>
}

export const isKnownEntity = ({ entities }: Known, name: string): boolean =>
  entities.has(name.replace(/^@/, '').trim()) || builtInNamed(name) !== undefined

export const foldName = (name: string): string => name.trim().toLowerCase()

/** Everything that others may refer to, found once. */
export function lookUp(definition: BotDefinition): Known {
  const places = definition.dialogs.flatMap((dialog, at) =>
    dialog.interactions.map((interaction, index) => ({
      path: `/dialogs/${at}/interactions/${index}`,
      dialog,
      index,
      interaction,
    })),
  )
  const byName = new Map<string, Place>()
  for (const place of places) {
    const name = foldName(place.interaction.name)
    if (!byName.has(name)) byName.set(name, place)
  }
  const domains = definition.domains ?? []
  return {
    places,
    byId: new Map(places.map((place) => [place.interaction.id, place])),
    byName,
    dialogs: new Map(definition.dialogs.map((dialog) => [dialog.id, dialog])),
    integrations: new Map((definition.integrations ?? []).map((each) => [each.id, each])),
    intents: new Set(domains.flatMap(({ intents = [] }) => intents.map(({ id }) => id))),
    entities: new Set(domains.flatMap(({ entities = [] }) => entities.map(({ name }) => name))),
  }
}
