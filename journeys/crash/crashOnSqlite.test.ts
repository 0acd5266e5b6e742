import { killsOn } from './kills.ts'

killsOn('sqlite')
