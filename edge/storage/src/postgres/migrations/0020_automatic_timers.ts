/** After how long automatic messages are said of whose silence: 0 as the skill is for all that have no time of their own. */
export const automaticTimers = /* sql */ `
CREATE TABLE automatic_timers (
  account_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  skill_id BIGINT NOT NULL,
  enabled BIGINT NOT NULL,
  after_seconds BIGINT NOT NULL,
  PRIMARY KEY (account_id, kind, skill_id)
);
`
