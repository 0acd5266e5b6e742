import type { AccountId, BotId, ConversationId, JsonValue } from '@baton/base'
import { parseDefinition, type Run } from '@baton/dialog'
import { readTurnRecord } from '@baton/runtime'
import type { House } from '../../house.ts'

/** Enough to see where the consumer was; who wants more reads the record of the turn. */
const MAX_STEPS = 12
const MAX_VARIABLES = 100
/** Of one value, as JSON. */
const MAX_VALUE = 2_000

/**
 * What the bot that had the conversation last had learned: its variables and slots, the intents it saw and the last interactions
 * it went through. For the person who has the conversation now, so that nobody is asked twice.
 */
export async function botMemoryOf({ storage }: House, accountId: AccountId, id: ConversationId) {
  const stored = await storage.conversations.readRun(accountId, id)
  if (stored === undefined) return undefined
  const run = stored.state as Run
  const botId = Number(run.botId) as BotId
  const [bot, version, journal] = await Promise.all([
    storage.settings.findBot(accountId, botId),
    storage.authored.findVersionByHash(accountId, botId, stored.definitionHash),
    storage.conversations.readJournal(accountId, id, stored.turnId),
  ])
  const trace = readTurnRecord(journal)?.steps.flatMap((step) => step.trace) ?? []
  const definition = version && parseDefinition(version.definition).definition
  const dialogs = new Map(definition?.dialogs.map((dialog) => [dialog.id, dialog.name]))
  const intentNames = new Map(
    definition?.domains?.flatMap(({ intents = [] }) => intents.map((intent) => [intent.id, intent.name] as const)),
  )
  const scored = trace.flatMap((entry) => (entry.what === 'intents' ? entry.scores : []))
  const starter = run.session?.starterIntent
  const known = scored.map(({ intentId, score }) => ({ name: intentNames.get(intentId) ?? intentId, score }))
  const began =
    starter === undefined || scored.some(({ intentId }) => intentId === starter)
      ? []
      : [{ name: intentNames.get(starter) ?? starter }]
  return {
    botId,
    botName: bot?.nickname ?? String(botId),
    variables: [...variablesOf(run.session?.variables), ...variablesOf(run.session?.slots)].slice(0, MAX_VARIABLES),
    intents: [...began, ...known].slice(0, 5),
    steps: trace
      .flatMap((entry) =>
        entry.what === 'entered'
          ? [{ dialog: dialogs.get(entry.dialogId) ?? entry.dialogId, interaction: entry.name }]
          : [],
      )
      .slice(-MAX_STEPS),
  }
}

function variablesOf(values: Readonly<Record<string, JsonValue>> = {}): { name: string; value: JsonValue }[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const json = JSON.stringify(value)
    return json === undefined || json === '""' || json === 'null'
      ? []
      : [{ name, value: json.length > MAX_VALUE ? `${json.slice(0, MAX_VALUE)}\u2026` : value }]
  })
}
