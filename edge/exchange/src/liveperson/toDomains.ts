import type { Domain, IntentDefinition } from '@baton/dialog'
import type { Findings } from './findings.ts'
import type { ImportContext } from './importContext.ts'
import type { Part } from './reader.ts'
import type { Source } from './source.ts'

/**
 * Domains and intents are not in the file, only their names are: links are made again by them (export B-3, B-36). Of what is known
 * here, training phrases and entities come along; an intent that is not known stays as a name that nothing is recognised by.
 */
export function toDomains(source: Source, { domains: known = [] }: ImportContext, findings: Findings): Domain[] {
  const { domains, intents, interactions } = source
  const here = new Map(known.map((domain) => [domain.name, domain]))
  const domainById = new Map(domains.map((part) => [part.json.id, part]))
  const intentById = new Map(intents.map((part) => [part.json.id, part]))
  const used = new Set<unknown>()
  for (const { part } of interactions.values()) {
    const { intentId } = part.json
    if (typeof intentId !== 'string') continue
    used.add(intentId)
    const intent = intentById.get(intentId)
    const domain = domainById.get(intent?.json.domainId ?? '') ?? (domains.length === 1 ? domains[0] : undefined)
    const name = intent?.text('name') ?? intentId
    const domainName = String(domain?.json.name ?? intent?.json.domain ?? '')
    if (findIntent(here.get(domainName), name) !== undefined) continue
    findings.add(
      'W-INTENT',
      part.at('intentId'),
      `The intent "${name}" is not known here; the starter goes by its patterns until it is.`,
    )
  }
  return domains.map((part) => toDomain(part, here, intents, domains.length === 1 ? used : new Set(), findings))
}

function toDomain(
  part: Part,
  here: ReadonlyMap<string, Domain>,
  intents: readonly Part[],
  used: ReadonlySet<unknown>,
  findings: Findings,
): Domain {
  const id = part.text('id') ?? '?'
  const name = part.text('name') ?? id
  const known = here.get(name)
  if (known === undefined) findings.add('W-DOMAIN', part.place, `The domain "${name}" is not known here.`)
  const own = intents.filter(({ json }) => json.domainId === id || used.has(json.id))
  const language = part.text('language')
  return {
    id,
    name,
    ...(language !== undefined && { language }),
    ...(own.length > 0 && { intents: own.map((intent) => toIntent(intent, known)) }),
    ...(known?.entities && { entities: known.entities }),
  }
}

const findIntent = (domain: Domain | undefined, name: string) => domain?.intents?.find((intent) => intent.name === name)

function toIntent(part: Part, domain: Domain | undefined): IntentDefinition {
  const name = part.text('name') ?? '?'
  const displayName = part.text('displayName')
  const phrases = findIntent(domain, name)?.phrases
  return {
    id: part.text('id') ?? '?',
    name,
    ...(displayName !== undefined && { displayName }),
    ...(phrases && { phrases }),
  }
}
