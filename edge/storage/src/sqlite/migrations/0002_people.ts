/** People who sign in: passwords, sessions, one-time links, keys, and the record of what administrators changed. */
export const people = /* sql */ `
-- Settings of an account that nothing is searched by, as one JSON object.
ALTER TABLE accounts ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';

-- In lower case; a person without one can be named and assigned, but cannot sign in.
ALTER TABLE people ADD COLUMN email TEXT;
ALTER TABLE people ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}';
CREATE UNIQUE INDEX people_email ON people (email, account_id) WHERE email IS NOT NULL;

CREATE TABLE passwords (
  account_id TEXT NOT NULL,
  person_id INTEGER NOT NULL,
  hash TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, person_id)
) WITHOUT ROWID;

-- Whom an identity provider means by a subject.
CREATE TABLE subjects (
  account_id TEXT NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, issuer, subject)
) WITHOUT ROWID;
CREATE INDEX subjects_of ON subjects (account_id, person_id);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL,
  person_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  device TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_of ON sessions (account_id, person_id, created_at);
CREATE INDEX sessions_ending ON sessions (ends_at);

CREATE TABLE links (
  hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  account_id TEXT,
  person_id INTEGER,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) WITHOUT ROWID;
CREATE INDEX links_of ON links (account_id, person_id);

CREATE TABLE api_keys (
  account_id TEXT NOT NULL,
  id TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  PRIMARY KEY (account_id, id)
) WITHOUT ROWID;

CREATE TABLE audit (
  key INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  changes TEXT NOT NULL
);
CREATE INDEX audit_newest ON audit (account_id, key);

-- Failed attempts by the hash of what was attempted, so that a restart forgives nothing.
CREATE TABLE attempts (
  name TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX attempts_oldest ON attempts (last_at);
`
