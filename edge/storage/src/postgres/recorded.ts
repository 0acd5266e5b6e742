export { type EventColumns, toRecorded } from '../sqlite/recorded.ts'
