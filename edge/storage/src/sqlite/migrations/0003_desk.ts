/** What agents' desks and the dispatcher need: who is there, who dispatches, and queues in the order in which they are served. */
export const desk = /* sql */ `
-- By what lists are ordered: when an answer is due, or would be; 9007199254740991 when none is owed.
ALTER TABLE conversations ADD COLUMN sorts_at INTEGER NOT NULL DEFAULT 9007199254740991;
-- 1 while somebody may be asked to take it: it waits, words are owed, and nobody is being asked.
ALTER TABLE conversations ADD COLUMN offerable INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE conversations ADD COLUMN last_by TEXT;
ALTER TABLE conversations ADD COLUMN last_at INTEGER;
UPDATE conversations SET
  sorts_at = coalesce(due_at, queued_since + response_ms, 9007199254740991),
  offerable = queued_since IS NOT NULL
WHERE phase <> 'closed';

DROP INDEX queued;
-- Entries exist only while the conversation is queued.
CREATE INDEX queued ON conversations (account_id, skill_id, sorts_at, queued_since, key) WHERE queued_since IS NOT NULL;
CREATE INDEX queue_heads ON conversations (account_id, skill_id, sorts_at, queued_since, key) WHERE offerable = 1;
CREATE INDEX list_open_due ON conversations (account_id, sorts_at, opened_at, key, skill_id) WHERE phase <> 'closed';
-- A running offer has a timer of this name, and only a running offer: so it is found where its agent is known.
CREATE INDEX timers_offers ON timers (name) WHERE name GLOB 'offer:*';

CREATE TABLE presence (
  account_id TEXT NOT NULL,
  agent_id INTEGER NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  since INTEGER NOT NULL,
  -- Until then the agent is taken to have a socket, unless it is renewed; NULL once it was found to be over.
  lease_until INTEGER,
  last_offer_at INTEGER,
  -- 1 while what follows from having gone is still to be done.
  untidied INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, agent_id)
) WITHOUT ROWID;
CREATE INDEX presence_leases ON presence (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX presence_untidied ON presence (account_id, agent_id) WHERE untidied = 1;

-- Of reports: who was how for how long.
CREATE TABLE status_changes (
  key INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL,
  agent_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  status TEXT NOT NULL,
  reason TEXT
);
CREATE INDEX status_changes_of ON status_changes (account_id, agent_id, key);

CREATE TABLE dispatchers (
  account_id TEXT PRIMARY KEY,
  held_by TEXT NOT NULL,
  held_until INTEGER NOT NULL
) WITHOUT ROWID;
`
