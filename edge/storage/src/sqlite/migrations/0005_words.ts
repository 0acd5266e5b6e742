/**
 * Words that people prepare (saved replies, automatic messages, opening hours), tags, what retention needs to find what it has to
 * erase, and who was told what by letter.
 */
export const words = /* sql */ `
INSERT INTO sequences VALUES ('words', 0);

CREATE TABLE saved_replies (
  account_id TEXT NOT NULL,
  id INTEGER NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  shortcut TEXT,
  language TEXT,
  skill_ids TEXT NOT NULL,
  PRIMARY KEY (account_id, id)
) WITHOUT ROWID;
-- One shortcut means one thing in each language.
CREATE UNIQUE INDEX saved_replies_shortcut ON saved_replies (account_id, shortcut, coalesce(language, ''))
  WHERE shortcut IS NOT NULL;

CREATE TABLE tags (
  account_id TEXT NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  colour TEXT NOT NULL,
  retired INTEGER NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
) WITHOUT ROWID;
-- As the newest event of its conversation left them.
CREATE TABLE conversation_tags (
  conversation_key INTEGER NOT NULL,
  tag_id INTEGER NOT NULL,
  PRIMARY KEY (conversation_key, tag_id)
) WITHOUT ROWID;
CREATE INDEX conversation_tags_of ON conversation_tags (tag_id, conversation_key);

-- '' as entry point or language: for all that have no words of their own.
CREATE TABLE automatic_messages (
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  entry_point_id TEXT NOT NULL,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (account_id, kind, entry_point_id, language)
) WITHOUT ROWID;
-- Of the account, a skill or an entry point.
CREATE TABLE opening_hours (
  account_id TEXT NOT NULL,
  scope TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  hours TEXT NOT NULL,
  PRIMARY KEY (account_id, scope, scope_id)
) WITHOUT ROWID;

-- 1 once all its words are gone and no others can come: it is closed.
ALTER TABLE conversations ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversations_kept ON conversations (account_id, closed_at, key) WHERE phase = 'closed' AND erased = 0;

-- Work that one node does for all, by its name.
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  held_by TEXT NOT NULL,
  held_until INTEGER NOT NULL
) WITHOUT ROWID;

-- When somebody was last told of something, so that they are not told all the time.
CREATE TABLE notices (
  account_id TEXT NOT NULL,
  person_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, person_id, kind)
) WITHOUT ROWID;
`
