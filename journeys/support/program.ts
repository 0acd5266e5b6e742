import { resolve } from 'node:path'

/** The built program; `BATON_DIST` names another build to be tested. */
export const BATON = resolve(process.env.BATON_DIST ?? resolve(import.meta.dirname, '../../dist'), 'baton.js')
