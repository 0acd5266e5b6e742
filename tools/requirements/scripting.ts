import type { HeldBy } from './dialogs.ts'

const order = 'core/dialog/src/acceptance/order.test.ts'
const rules = 'core/dialog/src/acceptance/rules.test.ts'
const kinds = 'core/dialog/src/acceptance/kinds.test.ts'
const remaining = 'core/dialog/src/acceptance/remaining.test.ts'
const transfer = 'core/dialog/src/acceptance/transfer.test.ts'
const variables = 'core/dialog/src/acceptance/variables.test.ts'
const files = 'core/dialog/src/acceptance/files.test.ts'
const checks = 'core/dialog/src/check/checkDefinition.test.ts'
const calls = 'edge/runtime/src/integrations/integrations.test.ts'
const records = 'edge/runtime/src/authored/authoredTurns.test.ts'
const turns = 'edge/runtime/src/turns.test.ts'
const copies = 'apps/server/src/inbound/files/copies.test.ts'
const roundTrip = 'edge/exchange/src/liveperson/roundTrip.test.ts'

/** Requirements of integrations and scripting whose test cites another document, or stands in a table. */
export const HELD: Readonly<Record<string, HeldBy>> = {
  'A-6': [checks, 'integration-missing'],
  'A-13': [transfer, 'dialogs R7.3'],
  'A-14': [transfer, 'dialogs R7.49 b: BLANK_MESSAGE says nothing'],
  'A-15': [remaining, 'dialogs R7.8: a person may be named beside the skill'],
  'A-16': [transfer, 'dialogs R7.4, R7.5, R7.49 c: a skill that is no number is not called'],
  'A-17': [transfer, 'dialogs R7.14, R7.49 e: an immediate failure has its rule'],
  'A-18': [turns, "Array.from({ length: 3 }, () => '__agent_escalation_failed__')"],
  'A-19': [remaining, 'dialogs R7.11: no former dialog speaks after one, with skipPreviousDialog and without'],
  'A-20': [
    remaining,
    'dialogs R7.1, R7.2, R6.4: panel, delay, variables, the call with its message; nothing stands between',
  ],
  'A-25': [calls, 'scripting A-22, A-23: what it gives back is the body'],
  'A-26': [checks, 'R2.49'],
  'A-27': [kinds, 'R2.50: found, plain'],
  'A-33': [roundTrip, 'export B-42'],
  'A-61': ['apps/cli/src/bot/bot.test.ts', 'dynamic-button-bot'],
  'A-62': [remaining, 'dialogs R8.1, R8.14, R8.15, R8.20, R8.28 h'],
  'A-63': [copies, 'dialogs R8.28 a, R8.6, R8.24'],
  'A-64': [files, 'the bot is told at once: it does not ask, says that it failed, and follows the rule for a failure'],
  'A-67': [copies, 'dialogs R8.28 a, R8.6, R8.24'],
  'A-75': [variables, 'dialogs R5.2: live for a request, a dialog, or a session'],
  'A-76': ['core/dialog/src/acceptance/matching.test.ts', 'dialogs R3.30: words that come while the bot still answers'],
  'A-94': ['edge/sandbox/src/badInput.test.ts', 'functions of the global functions are there in every panel'],
  'A-105': [rules, 'dialogs R4.15: intents first, then the others in their order'],
  'A-106': [remaining, 'dialogs R4.6, R4.7, R4.17'],
  'A-107': [order, 'dialogs R6.1, scripting A-79: statement: panel'],
  'A-108': [records, 'dialogs R9.14: tells of every turn why it went so, with its version'],
}

/** Not here, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'A-29':
    'The inbound Web View API is optional there, and its header is no secret; what a page knows of a consumer comes as engagement attributes, or signed by the brand.',
  'A-90':
    'Names that no source knows; the list of functions is held by A-70, which finds one too many as well as one too few.',
  'A-103': 'A duty of authors; what the house itself logs of a call is held by A-43 and A-108.',
}
