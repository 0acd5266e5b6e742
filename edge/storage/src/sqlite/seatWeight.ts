/**
 * What a reservation (`r`) weighs now, given its conversation (`c`): all of it while words are owed or were just exchanged, half
 * after five minutes of rest, then half of that every five minutes, down to a tenth of a place (messaging R4.12). Nothing is
 * written for it: old conversations make room by growing old.
 */
export const seatWeight = (now: string): string =>
  `r.weight * CASE
     WHEN c.due_at IS NOT NULL OR ${now} - c.updated_at < 300000 THEN 1
     WHEN ${now} - c.updated_at < 600000 THEN 0.5
     WHEN ${now} - c.updated_at < 900000 THEN 0.25
     WHEN ${now} - c.updated_at < 1200000 THEN 0.125
     ELSE 0.1 END`

/** When that weight shrinks next; NULL when it will not. */
export const seatShrinksAt = (now: string): string =>
  `CASE
     WHEN c.due_at IS NOT NULL OR ${now} - c.updated_at >= 1200000 THEN NULL
     ELSE c.updated_at + ((${now} - c.updated_at) / 300000 + 1) * 300000 END`
