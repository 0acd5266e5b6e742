/** Of a name, in characters; disks take 255 bytes, and a character may need four. */
const MAX_NAME = 120
/** Nothing that turns the reading direction, hides, or breaks a line: such a name shows something else than it is. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu
/** Mean something to a disk, a shell or a header. */
const SPECIAL = /[<>:"|?*\\/]/g
/** Names of devices on Windows, whatever ending they carry. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/**
 * A name that means the same everywhere and leads nowhere: the last part of a path, without signs that deceive.
 * @returns never empty
 */
export function cleanName(given: string): string {
  const [last = ''] = given.normalize('NFC').split(/[\\/]/).slice(-1)
  const plain = last
    .replaceAll(DECEPTIVE, '')
    .replaceAll(SPECIAL, '_')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const named = plain === '' ? 'file' : DEVICE.test(plain) ? `_${plain}` : plain
  const signs = [...named]
  if (signs.length <= MAX_NAME) return named
  const ending = endingOf(named)
  const kept = MAX_NAME - (ending === '' ? 0 : ending.length + 1)
  return `${signs.slice(0, kept).join('').trimEnd()}${ending === '' ? '' : `.${ending}`}`
}

/** What follows the last point, in small letters; empty where there is none, or where it is no ending. */
export const endingOf = (name: string): string => /[^.]\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''
