/**
 * Nothing: the other dialect keeps a conversation's newest places and ids in its own row (docs/decisions/0011). Here a row that
 * grows is written anew as a whole, and the index of the log takes a group's places in one go.
 */
export const tips = /* sql */ 'SELECT 1'
