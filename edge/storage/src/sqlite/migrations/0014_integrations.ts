/** What bots call other systems with: credentials, sealed, and the account's own functions. */
export const integrations = /* sql */ `
-- \`sealed\` can be opened by whoever has the key with this id; it is in no column, and in no backup.
CREATE TABLE credentials (
  account_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  facts TEXT NOT NULL,
  key_id TEXT NOT NULL,
  sealed TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
) WITHOUT ROWID;

-- \`code\` is the draft; \`deployed\` is what runs.
CREATE TABLE functions (
  account_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  code TEXT NOT NULL,
  deployed TEXT,
  version INTEGER NOT NULL,
  deployed_at INTEGER,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
) WITHOUT ROWID;
`
