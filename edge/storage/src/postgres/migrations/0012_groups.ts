/** Bots that help each other out, and what consumers answered when they were asked afterwards. */
export const groups = /* sql */ `
CREATE TABLE bot_groups (
  account_id TEXT COLLATE "C" NOT NULL,
  id BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  collaborates BIGINT NOT NULL,
  transfer_message TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
);
ALTER TABLE bots ADD COLUMN group_id BIGINT;
CREATE INDEX bots_of_group ON bots (account_id, group_id) WHERE group_id IS NOT NULL;

-- One row per answer, in the place of its event; whom it is credited to is kept as it was then.
CREATE TABLE survey_answers (
  account_id TEXT COLLATE "C" NOT NULL,
  conversation_id TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  bot_id BIGINT NOT NULL,
  skill_id BIGINT NOT NULL,
  agent_id BIGINT,
  measures TEXT COLLATE "C" NOT NULL,
  number DOUBLE PRECISION,
  question TEXT COLLATE "C",
  answer TEXT COLLATE "C",
  PRIMARY KEY (account_id, conversation_id, seq)
);
CREATE INDEX survey_answers_by_time ON survey_answers (account_id, at, conversation_id, seq);
`
