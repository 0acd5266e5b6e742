/** Automatic messages may have words for a skill: 0 as the skill is for all that have none of their own. */
export const wordsOfSkills = /* sql */ `
CREATE TABLE automatic_words (
  account_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  entry_point_id TEXT COLLATE "C" NOT NULL,
  skill_id BIGINT NOT NULL,
  language TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, kind, entry_point_id, skill_id, language)
);
INSERT INTO automatic_words (account_id, kind, entry_point_id, skill_id, language, text)
  SELECT account_id, kind, entry_point_id, 0, language, text FROM automatic_messages;
DROP TABLE automatic_messages;
ALTER TABLE automatic_words RENAME TO automatic_messages;
ALTER INDEX automatic_words_pkey RENAME TO automatic_messages_pkey;
`
