/**
 * Which node receives the bytes of a file now, and how often that changed: each number has bytes of its own, so that whoever received
 * before, and does not know that it is over, writes to no file that anybody will read.
 */
export const receptions = /* sql */ `
ALTER TABLE files ADD COLUMN received_by TEXT;
ALTER TABLE files ADD COLUMN reception INTEGER NOT NULL DEFAULT 0;
`
