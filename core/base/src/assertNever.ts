/** Makes the compiler prove that a switch is complete; throws if a foreign value slipped in all the same. */
export function assertNever(value: never): never {
  throw new Error(`not a known case: ${JSON.stringify(value)}`)
}
