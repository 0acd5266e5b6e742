/** What the administration needs: a record of changes that can be looked through, and what a skill says about its routing. */
export const administration = /* sql */ `
-- What was changed (the part of its target before the slash), and who did it if it was a person: the record is filtered by them.
ALTER TABLE audit ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN person_id BIGINT;
CREATE INDEX audit_of_kind ON audit (account_id, kind, key);
CREATE INDEX audit_of_person ON audit (account_id, person_id, key) WHERE person_id IS NOT NULL;

-- Settings of a skill that nothing is searched by, as one JSON object.
ALTER TABLE skills ADD COLUMN settings TEXT COLLATE "C" NOT NULL DEFAULT '{}';
`
