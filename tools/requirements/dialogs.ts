/** Held by a test that is named after something else: its file, and a part of its name or of its cases. */
export type HeldBy = readonly [file: string, words: string]

const kinds = 'core/dialog/src/acceptance/kinds.test.ts'
const order = 'core/dialog/src/acceptance/order.test.ts'
const calls = 'core/dialog/src/acceptance/integrations.test.ts'
const checks = 'core/dialog/src/check/checkDefinition.test.ts'
const schema = 'core/dialog/src/parseDefinition.test.ts'
const variables = 'core/dialog/src/acceptance/variables.test.ts'
const scripts = 'edge/sandbox/src/functions.test.ts'
const broken = 'edge/sandbox/src/badInput.test.ts'
const roundTrip = 'edge/exchange/src/liveperson/roundTrip.test.ts'
const groups = 'edge/storage/src/conformance/groups.ts'
const versions = 'apps/server/src/inbound/admin/botVersions.test.ts'
const transfers = 'edge/runtime/src/authored/transfers.test.ts'
const reply = 'core/bot/src/validateReply.test.ts'

/** Requirements of dialogs whose test cites another document, or stands in a table. */
export const HELD: Readonly<Record<string, HeldBy>> = {
  'R1.1': [versions, 'keeps sets of variables'],
  'R1.2': [schema, 'gives back what came in'],
  'R1.4': [groups, 'transferMessage'],
  'R1.5': [groups, 'too-many'],
  'R1.12': [versions, 'has its settings and the fields of an integration changed alone'],
  'R1.14': [versions, 'is drafted, published, talked to, changed and restored'],
  'R1.15': [schema, 'gives back what came in'],
  'R1.17': [roundTrip, 'export B-42'],
  'R1.19': [checks, 'R1.19'],
  'R1.23': [checks, 'R1.23'],
  'R1.27': [kinds, 'has a folder, a line in the registry and a case above for each'],
  'R1.28': [checks, 'a domain that is not there'],
  'R1.32': [
    'edge/runtime/src/integrations/integrations.test.ts',
    'shows request, response, transformed result and fields',
  ],
  'R1.33': [calls, 'scripting A-44, A-45'],
  'R1.34': [variables, 'fields of a record, of all, and their number'],
  'R1.35': [scripts, 'getBotVariable'],
  'R1.36': [variables, 'a value keeps its type within the turn, and is a text after it'],
  'R1.37': ['core/dialog/src/acceptance/entities.test.ts', "describe('slots'"],
  'R2.1': [schema, 'tells every problem with the pointer to its place'],
  'R2.7': [reply, 'https'],
  'R2.8': [kinds, 'R2.8: says nothing, goes on'],
  'R2.9': [checks, 'R2.9'],
  'R2.11': [roundTrip, 'export B-42'],
  'R2.12': [kinds, 'R2.12: sends nothing'],
  'R2.14': [kinds, "of: 'R2.14'"],
  'R2.15': [kinds, "of: 'R2.15'"],
  'R2.17': [kinds, "of: 'R2.17'"],
  'R2.18': [kinds, "of: 'R2.18'"],
  'R2.20': [kinds, "of: 'R2.20'"],
  'R2.22': [kinds, 'R2.22'],
  'R2.23': [kinds, 'R2.23'],
  'R2.26': [kinds, "of: 'R2.26'"],
  'R2.30': [checks, 'integration-missing'],
  'R2.31': [calls, 'scripting A-104: a script before the second call uses what the first one brought'],
  'R2.32': [order, 'integration: panel, delay, call, transform, panel'],
  'R2.33': [calls, 'scripting A-12, A-58'],
  'R2.34': ['edge/outbound/src/callApi.test.ts', 'it('],
  'R2.35': [kinds, 'R2.35'],
  'R2.36': [kinds, 'R2.36'],
  'R2.37': ['edge/runtime/src/integrations/integrations.test.ts', "describe('an e-mail'"],
  'R2.39': [calls, 'the body under its wrapper as text, the status as a number'],
  'R2.40': [order, 'integration: panel, delay, call, transform, panel'],
  'R2.41': ['edge/runtime/src/integrations/integrations.test.ts', 'to nobody else: no log, no record, no script'],
  'R2.42': [transfers, 'a bot of the group that knows takes over'],
  'R2.44': [kinds, "of: 'R2.44'"],
  'R2.46': [roundTrip, 'export B-42'],
  'R2.48': [kinds, 'R2.48'],
  'R2.49': [checks, 'R2.49'],
  'R2.50': [kinds, 'R2.50: found, plain'],
  'R2.51': [kinds, 'R2.51: does what it is told, in order'],
  'R2.53': [scripts, 'registerContextNamespace'],
  'R2.54': [kinds, 'R2.54'],
  'R2.55': [kinds, 'R2.55'],
  'R5.3': [scripts, 'setBotVariable'],
  'R5.10': ['core/dialog/src/acceptance/variables.test.ts', 'dialogs R2.38: a line feed in a header is not sent'],
  'R6.10': [broken, 'globalFunctions, line 1'],
  'R6.12': [scripts, 'getLPEngagementAttribute'],
  'R6.13': [scripts, 'getHoursType'],
  'R6.14': [order, 'scripting A-85'],
  'R7.7': ['edge/runtime/src/authored/stuck.test.ts', 'dialogs R3.45, R7.6'],
  'R7.13': [checks, 'R7.13'],
  'R7.15': [transfers, 'a skill that is switched off fails at once'],
  'R7.30': ['edge/runtime/src/dispatcher/routingRules.test.ts', 'fallbackSkillId'],
  'R7.36': [transfers, 'a bot of the group that knows takes over'],
  'R7.42': [order, 'dialogs R9.5, R9.6'],
  'R7.43': ['core/dialog/src/acceptance/matching.test.ts', 'dialogs R3.5, R3.6'],
  'R7.44': [reply, 'connector F21, R4.28: are one at most'],
  'R7.45': [reply, 'connector F24, F25, R5.T13, R5.T14'],
  'R7.46': ['core/conversation/src/decide/reply.test.ts', 'connector R4.30'],
  'R7.41': ['edge/runtime/src/authored/groups.test.ts', 'R7.35, R7.41: a pattern of any bot'],
  'R7.47': [reply, 'connector E17, E18, R4.9: carry quick replies below a text'],
  'R7.48': ['core/conversation/src/decide/reply.test.ts', 'connector R4.30'],
  'R9.1': [checks, 'R9.1'],
  'R9.3': [roundTrip, 'export B-42'],
  'R9.11': ['edge/runtime/src/authored/authoredTurns.test.ts', 'dialogs R9.14'],
  'R12.2': [roundTrip, 'export B-42'],
  'R12.3': [roundTrip, 'export B-34'],
  'R12.4': [kinds, 'has a folder, a line in the registry and a case above for each'],
  'R12.5': [kinds, 'R12.5: is passed over'],
}

/** Of the screens in which bots are drawn, tried and counted; what runs a bot has no part in them. */
export const OF_SCREENS = [
  ...['R1.3', 'R1.8', 'R1.10', 'R1.11', 'R1.20', 'R1.21', 'R1.22', 'R1.24', 'R1.25', 'R1.26', 'R2.2', 'R3.17', 'R4.2'],
  ...['R6.8', 'R8.3', 'R9.10', 'R9.12', 'R9.13', 'R9.16', 'R9.17', 'R9.18'],
] as const

/** Not here, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'R2.6': 'Text is text: markup in it is shown as it is written, in every window.',
  'R2.16': 'Audio and video: the reference lets a new build leave them out.',
  'R2.45': 'People have ids of this product; the form with the account in front belongs to the vendor.',
  'R2.47': 'One channel, the web messenger; files are switched on for each account.',
  'R2.52': 'Apple Pay: the reference lets a first build leave it out.',
  'R7.10': 'Tells how the original delivers; here messages have places.',
  'R7.29': 'Bots have seats in this house, and no agent user, connector process or web hook of their own.',
  'R7.31': 'There is no connector to stop: settings are followed from the next turn on.',
  'R7.32': 'Any node performs any turn; there are no connectors to be counted.',
  'R8.26':
    'The rules of what moves a file are not asked when it has ended; the events are, as the reference recommends.',
}
