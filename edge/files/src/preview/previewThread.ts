import { parentPort } from 'node:worker_threads'
import { makePreview } from './makePreview.ts'
import type { PreviewRequest } from './preview.ts'

parentPort?.on('message', (request: PreviewRequest) => parentPort?.postMessage(makePreview(request)))
