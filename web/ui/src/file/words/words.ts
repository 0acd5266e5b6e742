/** The words around files that consumers and the brand's people read alike, in one language. `{size}` and the like are filled in. */
export interface FileWords {
  readonly showFile: string
  readonly saveFile: string
  readonly fileNotSaved: string
  readonly previousFile: string
  readonly nextFile: string
  /** `{place}` and `{count}` of the pictures of a conversation. */
  readonly pictureOf: string
  readonly attachFile: string
  readonly takePhoto: string
  readonly dropFiles: string
  readonly filesToSend: string
  readonly fileStates: { readonly waiting: string; readonly sending: string; readonly checking: string }
  readonly goesWhenChecked: string
  readonly cancelFile: string
  readonly removeFile: string
  readonly fileFailed: string
  /** Why a file cannot be sent, by code. */
  readonly fileProblems: { readonly [code: string]: string }
  readonly trayState: string
}
