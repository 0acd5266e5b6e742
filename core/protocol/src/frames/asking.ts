/** Frames that ask for something carry a `frameId` of the client's choice; the answer names it. */
export interface Asking {
  readonly frameId: string
}
