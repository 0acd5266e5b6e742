import type { HeldBy } from './dialogs.ts'

const core = 'core/conversation/src'
const offers = `${core}/decide/offers.test.ts`
const membership = `${core}/decide/membership.test.ts`
const transfer = `${core}/decide/transfer.test.ts`
const dispatcher = 'edge/runtime/src/dispatcher/dispatcher.test.ts'
const consumer = 'edge/runtime/src/consumerWords.test.ts'
const written = 'core/dialog/src/acceptance/transfer.test.ts'
const passing = 'edge/runtime/src/authored/transfers.test.ts'

/** Rows of the checklist (messaging section 10) about transfers and the life of a conversation, by the test that holds them. */
export const HELD_ROWS: Readonly<Record<string, HeldBy>> = {
  'LIF-01': [`${core}/decide/open.test.ts`, 'at the skill of its entry point, with the words that opened it'],
  'LIF-02': [consumer, 'puts two quick first messages into one conversation'],
  'LIF-04': [offers, 'messaging T4: the first has it'],
  'LIF-05': [dispatcher, 'messaging R4.14: the first to accept has it'],
  'LIF-06': [transfer, 'messaging T6: to the same skill'],
  'LIF-07': [dispatcher, 'messaging R4.11: who gave it back is avoided while there is somebody else'],
  'LIF-08': [transfer, 'messaging T7: the seat is free'],
  'LIF-17': [membership, 'messaging T11: from an agent'],
  'TRF-02': [written, 'dialogs R7.49 b: BLANK_MESSAGE says nothing'],
  'TRF-03': [written, 'dialogs R7.4, R7.5, R7.49 c: a skill that is no number is not called'],
  'TRF-05': [passing, 'dialogs R7.8, R7.49 d'],
}

/** Not here, and why. */
export const LEFT_OUT_ROWS: Readonly<Record<string, string>> = {
  'LIF-03': 'Every conversation begins with the normal priority; a bot or a person gives another one.',
  'LIF-21': 'Every client of this house shows the survey in the same thread; there is none that could not.',
}
