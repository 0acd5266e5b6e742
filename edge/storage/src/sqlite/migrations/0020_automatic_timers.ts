/** After how long automatic messages are said of whose silence: 0 as the skill is for all that have no time of their own. */
export const automaticTimers = /* sql */ `
CREATE TABLE automatic_timers (
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  skill_id INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  after_seconds INTEGER NOT NULL,
  PRIMARY KEY (account_id, kind, skill_id)
) WITHOUT ROWID;
`
