/**
 * Events lie in order of arrival and are found through an index over a small, time-ordered key (docs/decisions/0002). All that
 * belongs to one conversation hangs on that key; the UUID is looked up once.
 */
export const first = /* sql */ `
CREATE TABLE conversations (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL,
  consumer_id TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  phase TEXT NOT NULL,
  assignee_kind TEXT NOT NULL,
  assignee_id INTEGER,
  skill_id INTEGER NOT NULL,
  due_at INTEGER,
  response_ms INTEGER NOT NULL,
  queued_since INTEGER,
  closed_at INTEGER,
  updated_at INTEGER NOT NULL,
  last_text TEXT,
  last_seq INTEGER,
  last_audience TEXT,
  state_version INTEGER NOT NULL,
  -- Last, so that lists never read its pages.
  state TEXT NOT NULL
);
-- A consumer has one open conversation at most.
CREATE UNIQUE INDEX conversations_open ON conversations (account_id, consumer_id) WHERE phase <> 'closed';
CREATE INDEX conversations_thread ON conversations (account_id, consumer_id, opened_at, key);
-- Open and closed conversations are listed apart: a message touches the two small indexes of the open ones, and the large ones
-- are touched at closing only. All open ones of an account are the open ones of its skills, merged.
CREATE INDEX list_open_skill ON conversations (account_id, skill_id, updated_at, key) WHERE phase <> 'closed';
CREATE INDEX list_open_assignee ON conversations (account_id, assignee_kind, assignee_id, updated_at, key)
  WHERE phase <> 'closed';
CREATE INDEX list_closed ON conversations (account_id, updated_at, key) WHERE phase = 'closed';
CREATE INDEX list_closed_skill ON conversations (account_id, skill_id, updated_at, key) WHERE phase = 'closed';
CREATE INDEX list_closed_assignee ON conversations (account_id, assignee_kind, assignee_id, updated_at, key)
  WHERE phase = 'closed';
-- An entry exists only while the conversation is queued. Without a due time it comes after those that have one.
CREATE INDEX queued ON conversations
  (account_id, skill_id, coalesce(due_at, 9007199254740991), response_ms, queued_since, key)
  WHERE queued_since IS NOT NULL;

CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  conversation_key INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  -- What can be erased.
  body TEXT
);
CREATE UNIQUE INDEX events_log ON events (conversation_key, seq);

-- A small key for each sender keeps the ids of one sender together, and those of new senders at the end.
CREATE TABLE senders (
  key INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL,
  sender TEXT NOT NULL,
  UNIQUE (account_id, sender)
);
-- UUIDs and hashes lie here as bytes, not as digits (docs/decisions/0007): the table takes less room.
CREATE TABLE client_messages (
  sender_key INTEGER NOT NULL,
  client_id NOT NULL,
  content_hash NOT NULL,
  conversation_key INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (sender_key, client_id)
) WITHOUT ROWID;

CREATE TABLE runs (
  conversation_key INTEGER PRIMARY KEY,
  turn_id INTEGER NOT NULL,
  definition_hash TEXT NOT NULL,
  state TEXT NOT NULL
);
CREATE TABLE journal (
  conversation_key INTEGER NOT NULL,
  turn_id INTEGER NOT NULL,
  need_index INTEGER NOT NULL,
  need_hash TEXT NOT NULL,
  at INTEGER NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (conversation_key, turn_id, need_index)
) WITHOUT ROWID;

CREATE TABLE effects (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_key INTEGER NOT NULL,
  kind TEXT NOT NULL,
  bot_id INTEGER NOT NULL,
  payload TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 1,
  claims INTEGER NOT NULL,
  claimed_by TEXT,
  claimed_until INTEGER,
  -- 1 for a job, and for the oldest turn work of a conversation: what may be taken.
  head INTEGER NOT NULL
);
CREATE INDEX effects_turns ON effects (conversation_key, key) WHERE kind = 'turn';
CREATE INDEX effects_ready ON effects (kind, bot_id, coalesce(claimed_until, due_at), key) WHERE head = 1;
CREATE INDEX effects_free ON effects (due_at) WHERE head = 1 AND claimed_by IS NULL;
CREATE INDEX effects_claimed ON effects (head, claimed_until) WHERE claimed_until IS NOT NULL;

-- AUTOINCREMENT: a generation is never used again, not even after the timer was cleared.
CREATE TABLE timers (
  generation INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_key INTEGER NOT NULL,
  name TEXT NOT NULL,
  payload TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  claimed_by TEXT,
  claimed_until INTEGER,
  UNIQUE (conversation_key, name)
);
-- Every timer is in one of the two; most are cleared before they are due, and never claimed.
CREATE INDEX timers_free ON timers (due_at) WHERE claimed_until IS NULL;
CREATE INDEX timers_claimed ON timers (claimed_until) WHERE claimed_until IS NOT NULL;

CREATE TABLE reservations (
  account_id TEXT NOT NULL,
  agent_id INTEGER NOT NULL,
  conversation_key INTEGER NOT NULL,
  weight REAL NOT NULL,
  may_exceed INTEGER NOT NULL,
  PRIMARY KEY (account_id, agent_id, conversation_key)
) WITHOUT ROWID;

CREATE TABLE dirty_skills (
  account_id TEXT NOT NULL,
  skill_id INTEGER NOT NULL,
  set_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, skill_id)
) WITHOUT ROWID;
CREATE INDEX dirty_skills_oldest ON dirty_skills (set_at);

CREATE TABLE dead_letters (
  key INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  what TEXT NOT NULL,
  cause TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX dead_letters_newest ON dead_letters (account_id, key);

CREATE TABLE marks (
  conversation_key INTEGER NOT NULL,
  participant TEXT NOT NULL,
  delivered INTEGER NOT NULL,
  read INTEGER NOT NULL,
  PRIMARY KEY (conversation_key, participant)
) WITHOUT ROWID;

CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  image_hosts TEXT NOT NULL,
  default_language TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
-- 'parties' numbers people and bots, 'skills' numbers skills; over all accounts, as the mailbox names a bot by number alone.
CREATE TABLE sequences (name TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO sequences VALUES ('parties', 0), ('skills', 0);
CREATE TABLE skills (
  account_id TEXT NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  response_times TEXT NOT NULL,
  auto_close_ms INTEGER NOT NULL,
  survey_bot_id INTEGER,
  survey_timeout_ms INTEGER,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
) WITHOUT ROWID;
CREATE TABLE people (
  account_id TEXT NOT NULL,
  id INTEGER NOT NULL,
  full_name TEXT NOT NULL,
  nickname TEXT NOT NULL,
  role TEXT NOT NULL,
  capacity REAL NOT NULL,
  enabled INTEGER NOT NULL,
  PRIMARY KEY (account_id, id)
) WITHOUT ROWID;
CREATE TABLE bots (
  account_id TEXT NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  nickname TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  capacity REAL NOT NULL,
  kind TEXT NOT NULL,
  config TEXT NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
) WITHOUT ROWID;
-- Who sits on which skill, people and bots alike, in the order in which it was set.
CREATE TABLE party_skills (
  account_id TEXT NOT NULL,
  party_id INTEGER NOT NULL,
  place INTEGER NOT NULL,
  skill_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, party_id, place)
) WITHOUT ROWID;
CREATE INDEX party_skills_by_skill ON party_skills (account_id, skill_id, party_id);
CREATE TABLE entry_points (
  account_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  skill_id INTEGER NOT NULL,
  origins TEXT NOT NULL,
  language TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
) WITHOUT ROWID;
CREATE TABLE tokens (
  account_id TEXT NOT NULL,
  id TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  person_id INTEGER,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, id)
) WITHOUT ROWID;
CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Written to ask whether anything can be written.
CREATE TABLE probe (id INTEGER PRIMARY KEY, asked INTEGER NOT NULL);
INSERT INTO probe VALUES (1, 0);
`
