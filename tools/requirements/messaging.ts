/** Rows of the checklist (messaging section 10) that have no test, and why; all others are cited by the test that holds them. */
export const LEFT_OUT_ROWS: Readonly<Record<string, string>> = {}
