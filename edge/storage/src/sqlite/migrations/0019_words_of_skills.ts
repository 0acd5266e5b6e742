/** Automatic messages may have words for a skill: 0 as the skill is for all that have none of their own. */
export const wordsOfSkills = /* sql */ `
CREATE TABLE automatic_words (
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  entry_point_id TEXT NOT NULL,
  skill_id INTEGER NOT NULL,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (account_id, kind, entry_point_id, skill_id, language)
) WITHOUT ROWID;
INSERT INTO automatic_words (account_id, kind, entry_point_id, skill_id, language, text)
  SELECT account_id, kind, entry_point_id, 0, language, text FROM automatic_messages;
DROP TABLE automatic_messages;
ALTER TABLE automatic_words RENAME TO automatic_messages;
`
