import { parentPort } from 'node:worker_threads'
import type { GivenIdentity } from './identityFile.ts'
import { readIdentity } from './readIdentity.ts'

parentPort?.once('message', (given: GivenIdentity) => parentPort?.postMessage(readIdentity(given)))
