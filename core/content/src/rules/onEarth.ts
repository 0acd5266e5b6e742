import type { Also } from '../check/rule.ts'

/** SC2.3, C24: told, because several published examples swap the two. */
export const onEarth: Also = ({ la, lo }, walk) => {
  const isOff = (value: unknown, most: number) => typeof value === 'number' && Math.abs(value) > most
  if (!isOff(la, 90) && !isOff(lo, 180)) return
  walk.warn(
    'not-on-earth',
    '“la” is a latitude from -90 to 90, “lo” a longitude from -180 to 180; perhaps they are swapped.',
  )
}
