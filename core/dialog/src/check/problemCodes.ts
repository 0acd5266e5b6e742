/** Everything that `checkDefinition` can have to say; `docs/contract/bot-problems.md` is this list, and a test keeps it so. */
export const PROBLEM_CODES = {
  circle: ['warning', 'Statements lead to each other without a question; the engine cuts them off (dialogs R4.20).'],
  'content-json': [
    'warning',
    'The rich content of a universal interaction is not JSON and holds no variable; nothing is sent.',
  ],
  'dialog-kind': ['error', 'There are two enabled dialogs of a kind of which a bot has one (dialogs R1.16).'],
  'dialog-unreachable': ['warning', 'No starter, rule or script leads to the dialog.'],
  'disambiguation-question': ['error', 'A disambiguation dialog does not begin with its question (dialogs R2.28).'],
  'domain-missing': ['warning', 'A domain is named that the bot does not have.'],
  'entity-missing': ['warning', 'An entity is named that neither the bot nor Baton has; the rule never holds.'],
  'fallback-missing': [
    'warning',
    'No fallback dialog: what nobody understands gets the built-in text (dialogs R3.37).',
  ],
  'field-path': ['warning', 'A custom data field whose path cannot be read stays empty (scripting A-53).'],
  'id-duplicate': [
    'error',
    'Two dialogs, interactions or integrations have one id: what leads there could mean either.',
  ],
  'integration-missing': ['warning', 'An integration is named that the bot does not have; every call fails.'],
  'intent-missing': ['warning', 'An intent is named that no domain of the bot has; nothing is recognised by it.'],
  'name-duplicate': ['warning', 'A name is there twice; scripts find the first (dialogs R1.23).'],
  'option-missing': ['warning', 'A rule waits for a choice that is not offered.'],
  'pattern-duplicate': ['warning', 'Two starters have the same pattern; the first dialog wins (dialogs R1.19, R3.20).'],
  'pattern-invalid': ['error', 'A pattern cannot be read (dialogs R3.14).'],
  'question-endless': ['warning', 'A question has no rule and no next action: no answer leads on from it.'],
  'regex-invalid': ['error', 'A regular expression cannot be read.'],
  'regex-slow': ['warning', 'Look-around and back references run in the sandbox, against a time limit.'],
  'result-missing': ['warning', 'A rule asks for a result where there is none.'],
  'skill-id': ['warning', 'The skill of a transfer is neither a number nor a variable (dialogs R7.5).'],
  'setting-without-effect': [
    'warning',
    'A setting is on that this product does not have: addresses are sent as they are written, and not shortened (dialogs R9.1).',
  ],
  'starter-place': [
    'error',
    'A dialog starter that is not the first of its dialog, or in a dialog that has none (dialogs R2.9).',
  ],
  'target-disabled': [
    'warning',
    'What comes next is disabled; the flow goes on with the interaction after it (dialogs R4.5).',
  ],
  'target-missing': [
    'warning',
    'What comes next is not there; the flow goes on with the interaction after it (dialogs R4.5).',
  ],
  'upload-alone': ['warning', 'No integration that moves the file stands right behind a file upload (dialogs R2.49).'],
} as const satisfies Readonly<Record<string, readonly ['error' | 'warning', string]>>

export type ProblemCode = keyof typeof PROBLEM_CODES
type Of<S extends 'error' | 'warning'> = {
  [C in ProblemCode]: (typeof PROBLEM_CODES)[C][0] extends S ? C : never
}[ProblemCode]
/** Keeps a bot from being published. */
export type ErrorCode = Of<'error'>
/** Does not: the engine goes on without what is missing, and logs it. */
export type WarningCode = Of<'warning'>
