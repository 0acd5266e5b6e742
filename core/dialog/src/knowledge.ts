/** The ranks of the documents as scores, inclusive (dialogs R1.30). */
export const LEAST_SCORES = { veryGood: 0.75, good: 0.6, fairPlus: 0.45 } as const
