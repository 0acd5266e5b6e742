/** FIN and the opcode of a text frame (RFC 6455 §5.2). */
const WHOLE_TEXT = 0x81
/** Lengths up to here stand in the second byte; these two words say that they follow in 2 or 8 bytes. */
const LONGEST_SHORT = 125
const IN_TWO_BYTES = 126
const IN_EIGHT_BYTES = 127
const LONGEST_IN_TWO = 65_535

/** A text as one WebSocket frame of a server: header and payload in one piece. */
export function toTextFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const headerLength = length <= LONGEST_SHORT ? 2 : length <= LONGEST_IN_TWO ? 4 : 10
  const frame = Buffer.allocUnsafe(headerLength + length)
  frame[0] = WHOLE_TEXT
  if (headerLength === 2) frame[1] = length
  else if (headerLength === 4) {
    frame[1] = IN_TWO_BYTES
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = IN_EIGHT_BYTES
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(text, headerLength)
  return frame
}
