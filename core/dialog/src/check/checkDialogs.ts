import { isEnabled } from '../compile.ts'
import type { BotDefinition, Dialog } from '../definition.ts'
import { parseFieldPath } from '../fields.ts'
import { parseExpression } from '../matching/expression.ts'
import type { Findings } from './findings.ts'
import { foldName } from './lookUp.ts'

/** Of these a bot has one at most (dialogs R1.16). */
const ONLY_ONE: readonly Dialog['kind'][] = ['fallback', 'disambiguation', 'autoEscalation', 'survey', 'fileUpload']

/** Ids and names, special dialogs, and where starters stand. */
export function checkDialogs(definition: BotDefinition, findings: Findings): void {
  const ids = new Names('id-duplicate', findings)
  const interactionIds = new Names('id-duplicate', findings)
  const integrationIds = new Names('id-duplicate', findings)
  const names = new Names('name-duplicate', findings)
  const interactionNames = new Names('name-duplicate', findings)
  const special = new Set<Dialog['kind']>()
  for (const [at, dialog] of definition.dialogs.entries()) {
    const path = `/dialogs/${at}`
    ids.add(dialog.id, `${path}/id`)
    names.add(foldName(dialog.name), `${path}/name`)
    checkStarters(dialog, path, findings)
    for (const [index, { id, name }] of dialog.interactions.entries()) {
      interactionIds.add(id, `${path}/interactions/${index}/id`)
      interactionNames.add(foldName(name), `${path}/interactions/${index}/name`)
    }
    if (!ONLY_ONE.includes(dialog.kind) || !isEnabled(dialog)) continue
    if (special.has(dialog.kind)) {
      findings.error(`${path}/kind`, 'dialog-kind', `A bot has one dialog of the kind "${dialog.kind}" at most.`)
    }
    special.add(dialog.kind)
  }
  if (definition.settings?.shortensUrls === true) {
    findings.warn(
      '/settings/shortensUrls',
      'setting-without-effect',
      'Addresses are sent as they are written; there is no service here that shortens them.',
    )
  }
  if (!special.has('fallback') && definition.kind !== 'survey') {
    findings.warn('/dialogs', 'fallback-missing', 'No fallback dialog: what nobody understands gets the built-in text.')
  }
  for (const [at, { id, fields = [] }] of (definition.integrations ?? []).entries()) {
    integrationIds.add(id, `/integrations/${at}/id`)
    for (const [index, field] of fields.entries()) {
      if (parseFieldPath(field.path) !== undefined) continue
      findings.warn(
        `/integrations/${at}/fields/${index}/path`,
        'field-path',
        `"${field.path}" is no path into a result.`,
      )
    }
  }
  checkEntities(definition, findings)
}

/** dialogs R2.9. */
function checkStarters({ kind, interactions }: Dialog, path: string, findings: Findings): void {
  for (const [index, { type }] of interactions.entries()) {
    if (type !== 'dialogStarter') continue
    const at = `${path}/interactions/${index}`
    if (index > 0)
      findings.error(at, 'starter-place', 'A dialog starter is the first interaction of its dialog, and the only one.')
    else if (kind !== 'standard') findings.error(at, 'starter-place', `A dialog of the kind "${kind}" has no starter.`)
  }
  const [first] = interactions
  if (kind === 'disambiguation' && first?.type !== 'disambiguationQuestion') {
    findings.error(
      `${path}/interactions`,
      'disambiguation-question',
      'The dialog begins with a disambiguation question.',
    )
  }
}

function checkEntities({ domains = [] }: BotDefinition, findings: Findings): void {
  for (const [at, { entities = [] }] of domains.entries()) {
    for (const [index, entity] of entities.entries()) {
      if (entity.kind !== 'regex') continue
      const parsed = parseExpression(entity.expression)
      const path = `/domains/${at}/entities/${index}/expression`
      if (!parsed.ok) findings.error(path, 'regex-invalid', `The expression cannot be used: ${parsed.error}.`)
    }
  }
}

/** Tells a name that was there before. */
class Names {
  readonly #seen = new Set<string>()

  constructor(
    readonly rule: 'id-duplicate' | 'name-duplicate',
    readonly findings: Findings,
  ) {}

  add(name: string, path: string): void {
    if (!this.#seen.has(name)) this.#seen.add(name)
    else if (this.rule === 'id-duplicate') this.findings.error(path, this.rule, `"${name}" is there twice.`)
    else this.findings.warn(path, this.rule, `"${name}" is there twice; the first one is found.`)
  }
}
