/** Made anew from the log where it is missing: it holds nothing that the log does not. */
export const SEARCH = /* sql */ `
CREATE TABLE IF NOT EXISTS search_progress (one BOOLEAN PRIMARY KEY DEFAULT true, position BIGINT NOT NULL);
INSERT INTO search_progress (position) VALUES (0) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS search_texts (
  position BIGINT PRIMARY KEY,
  conversation_key BIGINT NOT NULL,
  words TEXT NOT NULL,
  -- The account as one word, then the words without case and accents.
  tokens TSVECTOR NOT NULL
);
CREATE INDEX IF NOT EXISTS search_texts_of ON search_texts (conversation_key, position);
CREATE INDEX IF NOT EXISTS search_tokens ON search_texts USING gin (tokens);
-- Who answered what, at some time.
CREATE TABLE IF NOT EXISTS search_handled (
  agent_id BIGINT NOT NULL,
  conversation_key BIGINT NOT NULL,
  PRIMARY KEY (agent_id, conversation_key)
);
`
