import { MAX_VELOCITY, MIN_VELOCITY, type Prioritisation } from '@baton/routing'
import { z } from 'zod'
import { entryPointId, skillId } from './schemas.ts'

const MAX_RULES = 50
const velocity = z.number().min(MIN_VELOCITY).max(MAX_VELOCITY)
const words = z.string().min(1).max(200)
const share = z.number().min(0).max(1_000)

/** How some conversations overtake others (messaging R4.18). */
export const prioritisation = z.strictObject({
  mix: z
    .strictObject({ entrance: share, interactive: share })
    .refine(({ entrance, interactive }) => entrance + interactive > 0, 'one of the two must be more than 0'),
  rules: z
    .array(
      z.discriminatedUnion('when', [
        z.strictObject({ velocity, when: z.literal('transfers'), atLeast: z.int().min(1).max(1_000) }),
        z.strictObject({ velocity, when: z.literal('transferredFrom'), skillId }),
        z.strictObject({ velocity, when: z.literal('transferredTo'), skillId }),
        z.strictObject({ velocity, when: z.literal('transferredToAgent') }),
        z.strictObject({ velocity, when: z.literal('attribute'), path: words, equals: words }),
        z.strictObject({ velocity, when: z.literal('intent'), intent: words }),
        z.strictObject({ velocity, when: z.literal('entryPoint'), entryPointId }),
      ]),
    )
    .max(MAX_RULES)
    .readonly(),
}) satisfies z.ZodType<Prioritisation>
