/**
 * PostgreSQL leaves the indexes of a row alone only where no column that any of them names has changed, and it asks no index whether
 * the row is in it: the lists of closed conversations named `updated_at`, so every message to an open one wrote its row anew in all of
 * the table's indexes. They name a column instead that is empty until the conversation closes (docs/decisions/0036).
 */
export const closedLists = /* sql */ `
ALTER TABLE conversations ADD COLUMN closed_order BIGINT
  GENERATED ALWAYS AS (CASE WHEN phase = 'closed' THEN updated_at END) STORED;
DROP INDEX list_closed, list_closed_skill, list_closed_assignee;
CREATE INDEX list_closed ON conversations (account_id, closed_order, key) WHERE phase = 'closed';
CREATE INDEX list_closed_skill ON conversations (account_id, skill_id, closed_order, key) WHERE phase = 'closed';
CREATE INDEX list_closed_assignee ON conversations (account_id, assignee_kind, assignee_id, closed_order, key)
  WHERE phase = 'closed';
`
