const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:', 'sms:'])

/** Whether an address may be opened: no script, no data, no file (structured-content SC5.6). */
export function isSafeAddress(address: string): boolean {
  return SCHEMES.has(schemeOf(address))
}

/** Whether a picture may be fetched from there. */
export function isSafePicture(address: string): boolean {
  const scheme = schemeOf(address)
  return scheme === 'https:' || scheme === 'http:'
}

/** The host, or the whole address where there is none, such as `tel:`. */
export function hostOf(address: string): string {
  try {
    return new URL(address).host || address
  } catch {
    return address
  }
}

function schemeOf(address: string): string {
  try {
    return new URL(address).protocol
  } catch {
    return ''
  }
}
