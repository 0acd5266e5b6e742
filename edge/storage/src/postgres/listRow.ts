import { ROW_COLUMNS } from '../sqlite/listRow.ts'

export { type ListColumns, ROW_COLUMNS, type RowColumns, toListed, toListRow } from '../sqlite/listRow.ts'

/** With what other tables know of it. */
export const LIST_COLUMNS = `${ROW_COLUMNS},
  (SELECT string_agg(t.tag_id::text, ',' ORDER BY t.tag_id) FROM conversation_tags AS t WHERE t.conversation_key = conversations.key) AS tags`
