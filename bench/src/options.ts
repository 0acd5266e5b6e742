import type { DatabaseServer } from './database.ts'

/** What whoever runs the bench chose. */
export interface BenchOptions {
  readonly rounds: number
  /** Of one stretch of load, in milliseconds. */
  readonly stretchMs: number
  /** A million stored conversations instead of some ten thousand. */
  readonly long: boolean
  /** Where both sides keep what they write; absent: in files of their own, with SQLite. */
  readonly server: DatabaseServer | undefined
  readonly baton: {
    /** For Baton's process; to see where its time goes. */
    readonly nodeFlags?: readonly string[]
  }
}
