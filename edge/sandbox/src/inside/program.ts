import { OUTPUT_LIMITS } from '../limits.ts'
import { addContextService } from './contextService.ts'
import { openGate } from './inside.ts'
import { addHours, addSending } from './sending.ts'
import { addConsumer, addUnderstanding, addVariables } from './variables.ts'

/**
 * The program that opens the gate inside a realm: an expression that is a function of `host`. Its parts are ordinary functions of this
 * house, taken as text; `__name` is what TypeScript loaders may have written around them.
 */
export const PROGRAM = `(function (host) {
  'use strict';
  var __name = function (target) { return target };
  return (${openGate})(${JSON.stringify(OUTPUT_LIMITS)}, host, [
    ${[addVariables, addUnderstanding, addConsumer, addSending, addHours, addContextService].join(',\n    ')}
  ]);
})`
