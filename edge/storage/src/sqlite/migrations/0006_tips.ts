/**
 * What each message adds to a large index lies in its conversation's own row first, which is written anyway, and goes into the
 * index many at a time (docs/decisions/0011).
 */
export const tips = /* sql */ `
-- Positions of the newest events, those that no block of the log holds yet; ascending, with commas between.
ALTER TABLE conversations ADD COLUMN tip TEXT NOT NULL DEFAULT '';
-- What its consumer sent of late and client_messages does not hold yet: JSON lists of client id, content hash and seq, with
-- commas between. Empty once it is closed.
ALTER TABLE conversations ADD COLUMN sent TEXT NOT NULL DEFAULT '';

-- The log of a conversation: positions of events that follow each other, up to the event last_seq; JSON.
CREATE TABLE log_blocks (
  conversation_key INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  positions TEXT NOT NULL,
  PRIMARY KEY (conversation_key, last_seq)
) WITHOUT ROWID;
INSERT INTO log_blocks
  SELECT conversation_key, max(seq), json_group_array(position ORDER BY seq)
  FROM events GROUP BY conversation_key, (seq - 1) / 16;
DROP INDEX events_log;
`
