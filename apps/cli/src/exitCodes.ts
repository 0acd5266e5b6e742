/** What a script learns from how a command ends. */
export const EXIT = {
  fine: 0,
  /** It ran, and the answer is no. */
  failed: 1,
  /** It was called wrongly, or its configuration is wrong; nothing was done. */
  usage: 2,
} as const

/** Ends a command with a sentence for whoever called it. */
export class CommandFailed extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message)
  }
}
