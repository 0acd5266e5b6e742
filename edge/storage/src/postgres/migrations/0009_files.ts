/**
 * Files that people send: what is known of each; their bytes lie in the file store, under the file's id. A row without a place
 * (`seq`) belongs to nobody's conversation yet and goes when its time is over; so does one whose conversation was erased.
 */
export const files = /* sql */ `
CREATE TABLE files (
  account_id TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  sender TEXT COLLATE "C" NOT NULL,
  conversation_id TEXT COLLATE "C",
  seq BIGINT,
  state TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  declared_type TEXT COLLATE "C" NOT NULL,
  media_type TEXT COLLATE "C" NOT NULL,
  size BIGINT NOT NULL,
  image TEXT COLLATE "C",
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  PRIMARY KEY (account_id, id)
);
CREATE INDEX files_of_conversation ON files (account_id, conversation_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX files_of_sender ON files (account_id, sender) WHERE expires_at IS NOT NULL;
CREATE INDEX files_expiring ON files (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE used_links (
  nonce TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
);
CREATE INDEX used_links_expiring ON used_links (expires_at);

CREATE INDEX effects_jobs ON effects (conversation_key) WHERE kind = 'job';
`
