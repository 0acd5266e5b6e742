/** People at work: who joined what, how long queues made somebody wait, who begins slowly, and letters that are on their way. */
export const atWork = /* sql */ `
-- Who takes part beside the assignee, while the conversation is open; their own list shows it.
CREATE TABLE joined_agents (
  conversation_key INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  agent_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, agent_id, conversation_key)
) WITHOUT ROWID;
CREATE INDEX joined_agents_of ON joined_agents (conversation_key);
INSERT INTO joined_agents SELECT c.key, c.account_id, j.value ->> '$.agentId'
FROM conversations AS c, json_each(c.state, '$.joined') AS j WHERE c.phase <> 'closed';

-- Of the last day: each time that somebody took what waited in a queue.
CREATE TABLE assignments (
  key INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL,
  skill_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  waited_ms INTEGER NOT NULL
);
CREATE INDEX assignments_of ON assignments (account_id, skill_id, at, waited_ms);
CREATE INDEX assignments_old ON assignments (at);

-- When they got the first conversation after an hour without one; whoever begins slowly begins anew there.
ALTER TABLE presence ADD COLUMN fresh_since INTEGER;

CREATE TABLE letters (
  key INTEGER PRIMARY KEY,
  -- Names it to mail servers, so that a letter that is sent twice is known as one.
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL,
  person_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  -- What it says, sealed: it may hold a link that lets somebody in.
  sealed TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- After that it is worth nothing.
  expires_at INTEGER NOT NULL,
  -- Pushed on by whoever takes it, so that a crash leaves it to the next one.
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX letters_due ON letters (due_at);
CREATE INDEX letters_expired ON letters (expires_at);
`
