/** What is sent where the author wrote nothing, word for word (dialogs R9.8). */
export const DEFAULT_TEXTS = {
  notUnderstood: 'Not able to understand your question. Can you please re-phrase it?',
  integrationFailed: 'Sorry, I could not find anything for that.',
  transferring: 'Transferring to an agent\u2026',
  escalationStopped: 'Not able to transfer to Agent at this time. Please try later.',
  uploadSucceeded: 'Successfully processed the file.',
  uploadFailed: 'Failed to process the file. Please try again.',
  uploadWrongType: 'The file type is invalid. Upload one of these types: {types}.',
  uploadInProgress: 'Processing the file\u2026',
  disambiguationOther: "That's not what I was expecting, Please select from one of these options.",
  templateFallback: 'Sorry, I am not able to understand.',
  stuckRestart:
    'I\u2019m sorry. Something went wrong, so let\u2019s start fresh. Could you restate your question in a few words?',
  stuckTransfer: 'I\u2019m having some trouble. Let me connect you with an agent.',
} as const

/** Stands for saying nothing (dialogs R2.8). */
export const BLANK_MESSAGE = 'BLANK_MESSAGE'
/** dialogs R9.5. */
export const CLOSE_DIALOG_TEXT = 'LP_CLOSEDIALOG'
export const CLOSE_CONVERSATION_TEXT = 'LP_CLOSECONVERSATION'
export const ESCALATION_FAILED = '__agent_escalation_failed__'
export const DEFAULT_GREETING = 'hi'
