/** Questions of surveys that were passed over; they are counted beside the answers, and never among them. */
export const skipped = /* sql */ `
ALTER TABLE survey_answers ADD COLUMN skipped BIGINT NOT NULL DEFAULT 0;
`
