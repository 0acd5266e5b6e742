/** The disk is full or the store cannot be reached: nothing was kept. What was received so far stays, and may be gone on with. */
export class FileStoreUnavailable extends Error {
  readonly code = 'file-store-unavailable'
}

/** The bytes of this file are not here. */
export class FileMissing extends Error {
  readonly code = 'file-missing'
}

/** What is stored was changed, cut, or sealed with another key. */
export class FileDamaged extends Error {
  readonly code = 'file-damaged'
}

/** Bytes came that do not follow what is here. */
export class WrongOffset extends Error {
  readonly code = 'wrong-offset'
  constructor(readonly received: number) {
    super(`The next byte to come is number ${received}.`)
  }
}

/** More came than was said, or the sender ended before. */
export class WrongLength extends Error {
  readonly code = 'wrong-length'
  constructor(readonly which: 'too-long' | 'too-short') {
    super(which === 'too-long' ? 'More bytes came than were announced.' : 'Fewer bytes came than were announced.')
  }
}

const STORE_CODES = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EIO', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE'])

/** What the disk did to us, in our words; everything else as it is. */
export function asFileFault(fault: unknown): unknown {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
  if (code === 'ENOENT') return new FileMissing('There is no such file in the store.', { cause: fault })
  if (STORE_CODES.has(code)) return new FileStoreUnavailable(`The file store answers ${code}.`, { cause: fault })
  return fault
}
