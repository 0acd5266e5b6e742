/** Bots that help each other out, and what consumers answered when they were asked afterwards. */
export const groups = /* sql */ `
CREATE TABLE bot_groups (
  account_id TEXT NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  collaborates INTEGER NOT NULL,
  transfer_message TEXT NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
) WITHOUT ROWID;
ALTER TABLE bots ADD COLUMN group_id INTEGER;
CREATE INDEX bots_of_group ON bots (account_id, group_id) WHERE group_id IS NOT NULL;

-- One row per answer, in the place of its event; whom it is credited to is kept as it was then.
CREATE TABLE survey_answers (
  account_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  bot_id INTEGER NOT NULL,
  skill_id INTEGER NOT NULL,
  agent_id INTEGER,
  measures TEXT NOT NULL,
  number REAL,
  question TEXT,
  answer TEXT,
  PRIMARY KEY (account_id, conversation_id, seq)
) WITHOUT ROWID;
CREATE INDEX survey_answers_by_time ON survey_answers (account_id, at, conversation_id, seq);
`
