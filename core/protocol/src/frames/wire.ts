/** Version of the protocol: a server refuses a `hello` with another one. */
export const PROTOCOL_VERSION = 1

/** A frame is at most this long, in bytes of UTF-8. */
export const MAX_FRAME_BYTES = 64 * 1024
/** A text message is at most this long, in characters (messaging §0). */
export const MAX_TEXT_LENGTH = 5_000

/** What somebody says to whoever gets a conversation that they pass on, in characters. */
export const MAX_TRANSFER_NOTE = 2_000

/** Codes with which the server closes a socket. */
export const CLOSE_CODES = {
  helloTimeout: 4408,
  tokenInvalid: 4401,
  tokenExpired: 4407,
  originNotAllowed: 4403,
  unsupportedProtocol: 4400,
  tooLarge: 1009,
  tooManyBadFrames: 4429,
  goingAway: 1001,
  unavailable: 1013,
} as const
