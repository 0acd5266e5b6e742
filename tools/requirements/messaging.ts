/** Rows of the checklist (messaging section 10) that have no test, and why; all others are cited by the test that holds them. */
export const LEFT_OUT_ROWS: Readonly<Record<string, string>> = {
  'LIF-03': 'Every conversation begins with the normal priority; a bot or a person gives another one.',
}
