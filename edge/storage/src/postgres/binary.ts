/*
 * Arrays as PostgreSQL sends them to itself. As text every quotation mark in every word would be escaped here and read again
 * there; as JSON each row would repeat the names of its columns, and PostgreSQL would build a table of them for each.
 */
const INT8 = 20
const TEXT = 25
const FLOAT8 = 701

/** One dimension, whether something is missing, what it holds, how many, from which place on. */
const HEAD_BYTES = 20
const LENGTH_BYTES = 4
const MISSING = -1
const HIGH = 2 ** 32

type Column<T> = readonly (T | null | undefined)[]

/** @returns a parameter for `bigint[]`; whole numbers within ±2^53 */
export function wholes(column: Column<number>): Buffer {
  return fixed(column, INT8, (bytes, value, at) => {
    bytes.writeInt32BE(Math.floor(value / HIGH), at)
    bytes.writeUInt32BE(value - Math.floor(value / HIGH) * HIGH, at + 4)
  })
}

/** @returns a parameter for `double precision[]` */
export function fractions(column: Column<number>): Buffer {
  return fixed(column, FLOAT8, (bytes, value, at) => bytes.writeDoubleBE(value, at))
}

const FIXED_BYTES = 8

function fixed(column: Column<number>, type: number, write: (to: Buffer, value: number, at: number) => void): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + column.length * (LENGTH_BYTES + FIXED_BYTES))
  let at = writeHead(bytes, type, column)
  for (const value of column) {
    if (value === null || value === undefined) {
      at = bytes.writeInt32BE(MISSING, at)
      continue
    }
    at = bytes.writeInt32BE(FIXED_BYTES, at)
    write(bytes, value, at)
    at += FIXED_BYTES
  }
  return bytes.subarray(0, at)
}

/** A letter takes three bytes at most; half of a surrogate pair takes as many. */
const MOST_BYTES = 3

/** @returns a parameter for `text[]` */
export function texts(column: Column<string>): Buffer {
  let room = HEAD_BYTES + column.length * LENGTH_BYTES
  for (const value of column) room += (value?.length ?? 0) * MOST_BYTES
  const bytes = Buffer.allocUnsafe(room)
  let at = writeHead(bytes, TEXT, column)
  for (const value of column) {
    if (value === null || value === undefined) {
      at = bytes.writeInt32BE(MISSING, at)
      continue
    }
    const length = bytes.write(value, at + LENGTH_BYTES)
    at = bytes.writeInt32BE(length, at) + length
  }
  return bytes.subarray(0, at)
}

function writeHead(bytes: Buffer, type: number, column: Column<unknown>): number {
  bytes.writeInt32BE(column.length === 0 ? 0 : 1, 0)
  bytes.writeInt32BE(1, 4) // something may be missing
  bytes.writeInt32BE(type, 8)
  if (column.length === 0) return 12
  bytes.writeInt32BE(column.length, 12)
  bytes.writeInt32BE(1, 16)
  return HEAD_BYTES
}
