/** What is old is found by its time. The other dialect's rows lie in that order by themselves. */
export const journal = /* sql */ 'CREATE INDEX journal_by_age ON journal (at)'
