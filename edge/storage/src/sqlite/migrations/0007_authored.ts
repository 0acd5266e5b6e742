/**
 * Bots that people write here: their versions, what they remember beyond one conversation, environments, and articles that they
 * find answers in.
 */
export const authored = /* sql */ `
INSERT INTO sequences VALUES ('authored', 0);

-- Version 0 is the draft; the others never change.
CREATE TABLE bot_versions (
  key INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL,
  bot_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  hash TEXT NOT NULL,
  definition TEXT NOT NULL,
  problems TEXT NOT NULL,
  comment TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  UNIQUE (account_id, bot_id, version)
);
CREATE INDEX bot_versions_of_hash ON bot_versions (account_id, bot_id, hash);

-- Values that outlive a turn and belong to no single run: the conversation context service, a consumer's lasting variables.
CREATE TABLE kept_values (
  account_id TEXT NOT NULL,
  space TEXT NOT NULL,
  kind TEXT NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  expires_at INTEGER,
  PRIMARY KEY (account_id, space, kind, owner, name)
) WITHOUT ROWID;
CREATE INDEX kept_values_ending ON kept_values (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX kept_values_of_conversation ON kept_values (owner) WHERE kind = 'conversation';

CREATE TABLE environments (
  account_id TEXT NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  variables TEXT NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
) WITHOUT ROWID;

CREATE TABLE articles (
  key INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL,
  id INTEGER NOT NULL,
  knowledge_base TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  detail TEXT NOT NULL,
  content_url TEXT,
  image_url TEXT,
  enabled INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (account_id, id)
);
-- \`place\` is one word for account and knowledge base, so that a search meets nobody else's articles.
CREATE VIRTUAL TABLE articles_text USING fts5(
  place, title, summary, detail,
  content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_added AFTER INSERT ON articles WHEN new.enabled = 1 BEGIN
  INSERT INTO articles_text (rowid, place, title, summary, detail)
  VALUES (new.key, 'x' || hex(new.account_id || '/' || new.knowledge_base), new.title, new.summary, new.detail);
END;
CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN
  DELETE FROM articles_text WHERE rowid = old.key;
END;
CREATE TRIGGER articles_changed AFTER UPDATE ON articles BEGIN
  DELETE FROM articles_text WHERE rowid = old.key;
  INSERT INTO articles_text (rowid, place, title, summary, detail)
  SELECT new.key, 'x' || hex(new.account_id || '/' || new.knowledge_base), new.title, new.summary, new.detail WHERE new.enabled = 1;
END;
`
