/** How grave it is: E, nothing is imported; W, it is imported and may behave differently; I, good to know (export §14.2). */
export type Severity = 'E' | 'W' | 'I'

/** Everything an import can have to say, with the code that documents and tests go by (export §14.2). */
export const FINDING_CODES = {
  'E-JSON': 'is not JSON, or is too large or too deep',
  'E-SHAPE': 'a required part is missing or of the wrong type',
  'E-DUPID': 'two dialogs or two interactions have one id',
  'W-SHAPE': 'an optional part is of the wrong type; it is kept, and not used',
  'W-ITYPE': 'an unknown type of interaction; it is kept, disabled, and passed over',
  'W-RTYPE': 'an unknown type of integration; it is kept, and cannot be called',
  'W-MATCH': 'a condition that is not known; the rule is disabled',
  'W-ACTION': 'an unknown next action; nothing follows',
  'W-DANGLING': 'a reference that leads nowhere; nothing follows',
  'W-TRIGGER': 'a script sends the dialog to an interaction that is not there',
  'W-FUNC': 'a script calls a function that does not exist',
  'W-SYNTAX': 'a script does not compile',
  'W-INTENT': 'an intent that is not known here',
  'W-DOMAIN': 'a domain that is not known here',
  'W-UNREACH': 'a dialog that nothing leads to',
  'W-FALLBACK': 'not exactly one fallback dialog',
  'W-CHAIN': 'the order of the interactions is broken',
  'W-NAME': 'a name that is used twice',
  'W-FIELD': 'a custom data field whose path cannot be read',
  'W-JSON': 'rich content that is not JSON',
  'W-REGEX': 'a regular expression that cannot be used as it is',
  'W-PATTERN': 'a pattern that cannot be read',
  'W-SKILL': 'a transfer to a skill that is not known here',
  'W-SIGNIN': 'something of a sign-in inside the conversation, which does not exist here; it stays empty',
  'I-SECRET': 'something that looks like a key',
  'I-ENV': 'an environment variable that must be set',
  'I-HOST': 'a host that the bot calls or shows',
  'I-UNKNOWNKEY': 'a key that is not known; it is kept',
  'I-IGNORED': 'a part that has no meaning here; it is kept',
} as const

export type FindingCode = keyof typeof FINDING_CODES

/** One line of an import's report. */
export interface Finding {
  readonly severity: Severity
  readonly code: FindingCode
  /** Into the file that was read (RFC 6901). */
  readonly jsonPointer: string
  /** Name of the dialog it is in. */
  readonly dialog?: string
  /** Name of the interaction it is in. */
  readonly interaction?: string
  readonly message: string
}

export interface Place {
  readonly pointer: string
  readonly dialog?: string
  readonly interaction?: string
}

/** Collects what there is to say, in the order in which it is found. */
export class Findings {
  readonly list: Finding[] = []

  add(code: FindingCode, { pointer, dialog, interaction }: Place, message: string): void {
    this.list.push({
      severity: code[0] as Severity,
      code,
      jsonPointer: pointer,
      ...(dialog !== undefined && { dialog }),
      ...(interaction !== undefined && { interaction }),
      message,
    })
  }

  /** Takes back what was said of a place and of all in it. */
  forget(pointer: string, codes: readonly FindingCode[]): void {
    const isOf = ({ code, jsonPointer }: Finding) =>
      codes.includes(code) && (jsonPointer === pointer || jsonPointer.startsWith(`${pointer}/`))
    this.list.splice(0, this.list.length, ...this.list.filter((finding) => !isOf(finding)))
  }

  get hasErrors(): boolean {
    return this.list.some(({ severity }) => severity === 'E')
  }
}
