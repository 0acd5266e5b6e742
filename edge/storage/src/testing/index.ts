export { type EmptyDatabase, emptyDatabase } from './emptyDatabase.ts'
export { type StartedPostgres, startPostgres } from './startPostgres.ts'
export { testServer } from './testServer.ts'
export { wipeDatabase } from './wipeDatabase.ts'
