/** What those see and do who direct the work: whose word somebody's status is, and how consumers were served lately. */
export const led = /* sql */ `
-- Who said it, where that was somebody else.
ALTER TABLE presence ADD COLUMN set_by INTEGER;
ALTER TABLE status_changes ADD COLUMN set_by INTEGER;

-- One measure of the last hours, counted by skill and by person without looking at an answer.
CREATE INDEX survey_answers_scored ON survey_answers (account_id, measures, at, skill_id, agent_id, number);
`
