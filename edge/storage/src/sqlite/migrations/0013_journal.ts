/**
 * The journal lies in the order in which it is written, and finds a turn through its index: clustered by conversation, each record
 * had a page of its own to write (docs/decisions/0026). What is old lies at the front.
 */
export const journal = /* sql */ `
CREATE TABLE journal_in_order (
  conversation_key INTEGER NOT NULL,
  turn_id INTEGER NOT NULL,
  need_index INTEGER NOT NULL,
  need_hash TEXT NOT NULL,
  at INTEGER NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (conversation_key, turn_id, need_index)
);
INSERT INTO journal_in_order SELECT * FROM journal ORDER BY at;
DROP TABLE journal;
ALTER TABLE journal_in_order RENAME TO journal;
`
