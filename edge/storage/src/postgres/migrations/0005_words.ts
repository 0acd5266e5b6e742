/**
 * Words that people prepare (saved replies, automatic messages, opening hours), tags, what retention needs to find what it has to
 * erase, and who was told what by letter.
 */
export const words = /* sql */ `
INSERT INTO sequences VALUES ('words', 0);

CREATE TABLE saved_replies (
  account_id TEXT COLLATE "C" NOT NULL,
  id BIGINT NOT NULL,
  title TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  shortcut TEXT COLLATE "C",
  language TEXT COLLATE "C",
  skill_ids TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, id)
);
-- One shortcut means one thing in each language.
CREATE UNIQUE INDEX saved_replies_shortcut ON saved_replies (account_id, shortcut, coalesce(language, ''))
  WHERE shortcut IS NOT NULL;

CREATE TABLE tags (
  account_id TEXT COLLATE "C" NOT NULL,
  id BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  colour TEXT COLLATE "C" NOT NULL,
  retired BIGINT NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
);
-- As the newest event of its conversation left them.
CREATE TABLE conversation_tags (
  conversation_key BIGINT NOT NULL,
  tag_id BIGINT NOT NULL,
  PRIMARY KEY (conversation_key, tag_id)
);
CREATE INDEX conversation_tags_of ON conversation_tags (tag_id, conversation_key);

-- '' as entry point or language: for all that have no words of their own.
CREATE TABLE automatic_messages (
  account_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  entry_point_id TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, kind, entry_point_id, language)
);
-- Of the account, a skill or an entry point.
CREATE TABLE opening_hours (
  account_id TEXT COLLATE "C" NOT NULL,
  scope TEXT COLLATE "C" NOT NULL,
  scope_id TEXT COLLATE "C" NOT NULL,
  hours TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, scope, scope_id)
);

-- 1 once all its words are gone and no others can come: it is closed.
ALTER TABLE conversations ADD COLUMN erased BIGINT NOT NULL DEFAULT 0;
CREATE INDEX conversations_kept ON conversations (account_id, closed_at, key) WHERE phase = 'closed' AND erased = 0;

-- Work that one node does for all, by its name.
CREATE TABLE leases (
  name TEXT COLLATE "C" PRIMARY KEY,
  held_by TEXT COLLATE "C" NOT NULL,
  held_until BIGINT NOT NULL
);

-- When somebody was last told of something, so that they are not told all the time.
CREATE TABLE notices (
  account_id TEXT COLLATE "C" NOT NULL,
  person_id BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account_id, person_id, kind)
);
`
