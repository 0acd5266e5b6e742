/** Nothing: an index that a row is not in costs a change to it nothing here. */
export const closedLists = /* sql */ 'SELECT 1'
