/** What bots call other systems with: credentials, sealed, and the account's own functions. */
export const integrations = /* sql */ `
-- \`sealed\` can be opened by whoever has the key with this id; it is in no column, and in no backup.
CREATE TABLE credentials (
  account_id TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  facts TEXT COLLATE "C" NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  sealed TEXT COLLATE "C" NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
);

-- \`code\` is the draft; \`deployed\` is what runs.
CREATE TABLE functions (
  account_id TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  deployed TEXT COLLATE "C",
  version BIGINT NOT NULL,
  deployed_at BIGINT,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
);
`
