import { isJsonObject, type JsonValue } from '@baton/base'
import { checkSignIn } from './checkSignIn.ts'
import type { Findings } from './findings.ts'
import type { Part } from './reader.ts'
import { SCRIPT_FUNCTIONS } from './scriptFunctions.ts'
import { inspectScript, placeholdersIn } from './scripts.ts'
import { signInRemark } from './signIn.ts'
import type { Source, SourceDialog, SourceInteraction } from './source.ts'

/** Parts without a meaning here: kept and written back (export §14.2, I-IGNORED). */
const IGNORED = ['hash', 'menus', 'requiredContext', 'platforms', 'dialogTemplates'] as const
const PANELS = ['preProcessMessage', 'postProcessMessage', 'processUserResponse'] as const
/** A step that hands the consumer's words to the bot's own matching (scripting A-84). */
const DEFAULT_TRIGGER = 'platform.default'
/** What leads into a dialog from outside of it: the platform starts these by itself. */
const STARTED_BY_THE_PLATFORM = new Set([
  'FALLBACK_DIALOG',
  'DISAMBIGUATION_DIALOG',
  'AUTO_ESCALATION_DIALOG',
  'SURVEY_DIALOG',
  'FILE_UPLOAD_DIALOG',
])

/** What an author should know of a bot before it runs: names, references, scripts, hosts, secrets. Changes nothing. */
export function checkSource(source: Source, findings: Findings): void {
  for (const key of IGNORED) {
    if (key in source.file.json) findings.add('I-IGNORED', source.file.at(key), `"${key}" has no effect; it is kept.`)
  }
  checkNames(source, findings)
  const fallbacks = source.dialogs.filter(({ type }) => type === 'FALLBACK_DIALOG')
  if (fallbacks.length !== 1) {
    findings.add('W-FALLBACK', { pointer: '/groups' }, `There are ${fallbacks.length} fallback dialogs, not one.`)
  }
  const triggers = checkScripts(source, findings)
  checkReach(source, triggers, findings)
  checkTexts(source, findings)
  checkSignIn(source, findings)
}

function checkNames({ dialogs, interactions }: Source, findings: Findings): void {
  const twice = (things: Iterable<{ readonly name: string; readonly part: Part }>, what: string) => {
    const seen = new Set<string>()
    for (const { name, part } of things) {
      if (seen.has(name)) findings.add('W-NAME', part.at('name'), `Two ${what} are named "${name}".`)
      seen.add(name)
    }
  }
  twice(dialogs, 'dialogs')
  twice(interactions.values(), 'interactions')
}

interface Triggers {
  readonly names: ReadonlySet<string>
  /** A name that is put together at run time may be any. */
  readonly anywhere: boolean
}

function checkScripts({ file, interactions, integrations }: Source, findings: Findings): Triggers {
  const names = new Set<string>()
  let anywhere = false
  const known = new Set([...interactions.values()].map(({ name }) => name.trim().toLowerCase()))
  const check = (part: Part, key: string) => {
    const code = part.text(key)
    if (code === undefined || code.trim() === '') return
    const place = part.at(key)
    const facts = inspectScript(code)
    if (facts.syntaxError !== undefined) {
      findings.add('W-SYNTAX', place, `The script does not compile: ${facts.syntaxError}.`)
    }
    if (facts.notInEs5 !== undefined) {
      findings.add(
        'W-SYNTAX',
        place,
        `The script is not of the language that the original runs (${facts.notInEs5}); it runs here.`,
      )
    }
    for (const name of facts.functions.filter((name) => !SCRIPT_FUNCTIONS.has(name))) {
      findings.add('W-FUNC', place, `The script calls botContext.${name}, which does not exist.`)
    }
    for (const name of facts.triggers) {
      names.add(name.trim().toLowerCase())
      if (known.has(name.trim().toLowerCase()) || name === DEFAULT_TRIGGER) continue
      findings.add('W-TRIGGER', place, `The script goes on at "${name}", and no interaction has this name.`)
    }
    for (const name of facts.environment) {
      findings.add('I-ENV', place, `The script reads the environment variable "${name}".`)
    }
    for (const name of facts.signIn) findings.add('W-SIGNIN', place, signInRemark(name))
    anywhere ||= facts.computedTriggers
  }
  for (const { part } of interactions.values()) for (const panel of PANELS) check(part, panel)
  for (const integration of integrations) check(integration, 'transformResultsScript')
  const globals = file.part('globalFunctions')
  if (globals !== undefined) check(globals, 'methods')
  return { names, anywhere }
}

function checkReach({ dialogs, interactions }: Source, triggers: Triggers, findings: Findings): void {
  const targets = new Set<string>()
  for (const { part, dialogId } of interactions.values()) {
    for (const rule of part.parts('responseMatches')) {
      const value = rule.part('action')?.text('value')
      const target = value === undefined ? undefined : (interactions.get(value)?.dialogId ?? value)
      if (target !== undefined && target !== dialogId) targets.add(target)
    }
  }
  const isTriggered = ({ interactions: members }: SourceDialog) =>
    members.some(({ name }) => triggers.names.has(name.trim().toLowerCase()))
  for (const dialog of dialogs) {
    if (STARTED_BY_THE_PLATFORM.has(dialog.type) || dialog.interactions.length === 0) continue
    if (dialog.interactions.some(startsByWords) || targets.has(dialog.id) || isTriggered(dialog)) continue
    const message = triggers.anywhere
      ? 'nothing leads to it but, perhaps, a script that puts the name together'
      : 'nothing leads to it'
    findings.add('W-UNREACH', dialog.part.place, `The dialog "${dialog.name}" is not reached: ${message}.`)
  }
}

function startsByWords({ type, part }: SourceInteraction): boolean {
  if (type !== 'DIALOG_STARTER') return false
  const { pattern, intentId } = part.json
  return (Array.isArray(pattern) && pattern.length > 0) || typeof intentId === 'string'
}

/** A host that stands in a text, also inside JSON that is written as text. */
const URL_HOST = /https?:\/\/([^/{}\s?#"'\\<>]+)/g
/** Names of headers and members that carry keys. */
const SECRET_NAME = /(api[-_]?key|authorization|token|secret|password|passwd)$/i

/** Environment variables and hosts in all texts, and what looks like a key in the integrations. */
function checkTexts({ interactions, integrations }: Source, findings: Findings): void {
  const environment = new Set<string>()
  const hosts = new Set<string>()
  const look = (value: JsonValue | undefined, note: (text: string) => void) => forEachText(value, note)
  const parts = [...[...interactions.values()].map(({ part }) => part), ...integrations]
  for (const part of parts) {
    look(part.json, (text) => {
      for (const name of placeholdersIn(text)) {
        if (!name.startsWith('$env.') || environment.has(name)) continue
        environment.add(name)
        findings.add('I-ENV', part.place, `A text uses the environment variable "${name.slice('$env.'.length)}".`)
      }
      for (const [, host = ''] of text.matchAll(URL_HOST)) {
        if (hosts.has(host)) continue
        hosts.add(host)
        findings.add('I-HOST', part.place, `The bot calls or shows ${host}.`)
      }
    })
  }
  for (const integration of integrations) checkSecrets(integration, findings)
}

/** A member of a body, in JSON or in a form, whose value is written out. */
const SECRET_IN_BODY =
  /["']?([\w-]{0,40}(?:api[-_]?key|authorization|token|secret|password|passwd))["']?\s*[:=]\s*["']?(?!\{\$|Bearer \{)[^\s"'{}&,]{4,}/i

function checkSecrets(integration: Part, findings: Findings): void {
  const body = integration.json.postBody
  const named = typeof body === 'string' ? SECRET_IN_BODY.exec(body.slice(0, 100_000))?.[1] : undefined
  if (named !== undefined) {
    findings.add('I-SECRET', integration.at('postBody'), `The body holds a value for "${named}" that looks like a key.`)
  }
  for (const header of integration.parts('headers')) {
    const { key, value } = header.json
    if (typeof key !== 'string' || typeof value !== 'string' || !SECRET_NAME.test(key)) continue
    if (value === '' || value.startsWith('{$')) continue
    findings.add('I-SECRET', header.at('value'), `The value of the header "${key}" looks like a key.`)
  }
}

/** Every text inside a value. Bounded by the gate on the file's depth. */
function forEachText(value: JsonValue | undefined, note: (text: string) => void): void {
  if (typeof value === 'string') note(value)
  else if (Array.isArray(value)) for (const item of value as readonly JsonValue[]) forEachText(item, note)
  else if (isJsonObject(value)) for (const item of Object.values(value)) forEachText(item as JsonValue, note)
}
