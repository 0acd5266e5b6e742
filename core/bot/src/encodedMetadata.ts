import { type Problem, problem, warning } from '@baton/base'

/** Of the encoded text. The sources say "5k" and "5000 characters"; what lies between is told (connector R4.35). */
const MAX_LENGTH = 5_120
const SAFE_LENGTH = 5_000
/** The standard alphabet with padding and without line breaks. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** An error costs the message that carries it (connector R4.34). What the bytes mean is the bot's own affair. */
export function checkEncodedMetadata(text: string, path: string, offered: boolean): Problem | undefined {
  if (!offered) return problem(path, 'encoded-metadata-off', 'Encoded metadata is switched off for this bot.')
  if (text.length > MAX_LENGTH) {
    return problem(path, 'encoded-metadata-too-long', `Has more than ${MAX_LENGTH} characters.`)
  }
  if (!BASE64.test(text)) return problem(path, 'encoded-metadata-not-base64', 'Is not base64 with padding.')
  if (text.length > SAFE_LENGTH) {
    return warning(path, 'encoded-metadata-long', `Has more than ${SAFE_LENGTH} characters; not everyone takes it.`)
  }
  return undefined
}
