/** When each consumer was last asked afterwards, so that nobody is asked too often. Written with the event that asks. */
export const asked = /* sql */ `
CREATE TABLE survey_requests (
  account_id TEXT NOT NULL,
  consumer_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account_id, consumer_id)
);
`
