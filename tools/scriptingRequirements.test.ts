import { itHoldsEveryNumber } from './requirements/numbered.ts'
import { HELD, LEFT_OUT } from './requirements/scripting.ts'

itHoldsEveryNumber({
  ...{ document: 'scripting', file: 'integrations-and-scripting.md', prefix: 'A-', atLeast: 110 },
  ...{ held: HELD, leftOut: LEFT_OUT },
})
