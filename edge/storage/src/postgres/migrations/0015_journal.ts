/** What is old is found by its time; rows lie as they came, so a summary of each stretch is enough. */
export const journal = /* sql */ 'CREATE INDEX journal_by_age ON journal USING brin (at)'
