/** Whether a JSON pointer names something in a value, or a key that is missing from an object that is there. */
export function resolves(value: unknown, pointer: string): boolean {
  const steps =
    pointer === ''
      ? []
      : pointer
          .slice(1)
          .split('/')
          .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  let here = value
  for (const [index, step] of steps.entries()) {
    if (typeof here !== 'object' || here === null) return false
    if (!Object.hasOwn(here, step)) return index === steps.length - 1
    here = Reflect.get(here, step)
  }
  return true
}
