import { parentPort, workerData } from 'node:worker_threads'
import { PANEL_LIMITS } from './limits.ts'
import { Realm } from './realm/realm.ts'
import { runPanel } from './realm/runPanel.ts'
import { runPattern } from './realm/runPattern.ts'
import { runService } from './realm/runService.ts'
import type { ThreadAnswer, ThreadRequest } from './threadWords.ts'

/** Accounts whose engines are kept; each takes about two megabytes. */
const MOST_REALMS = 16

const program: WebAssembly.Module = workerData.program
/** By account, the one that was used longest ago first. An engine never changes its account. */
const realms = new Map<string, Realm>()

/** Opened while nobody waits, for the next account that comes here first. */
let spare: Promise<Realm> | undefined

const openSpare = (): Promise<Realm> => {
  spare ??= Realm.open(program, PANEL_LIMITS)
  return spare
}

async function openRealm(): Promise<Realm> {
  const opening = openSpare()
  spare = undefined
  setImmediate(openSpare)
  return opening
}

async function realmOf(accountId: string): Promise<Realm> {
  const known = realms.get(accountId)
  realms.delete(accountId)
  const realm = known?.isUsable ? known : await openRealm()
  realms.set(accountId, realm)
  for (const [oldest] of realms) {
    if (realms.size <= MOST_REALMS) break
    realms.delete(oldest)
  }
  return realm
}

async function perform(request: ThreadRequest): Promise<ThreadAnswer> {
  const { id } = request
  if (request.do === 'pattern') {
    const realm = await realmOf(request.pattern.accountId)
    return { id, result: runPattern(realm, request.pattern, request.timeMs) }
  }
  if (request.do === 'service') {
    const realm = await realmOf(request.service.accountId)
    return { id, result: runService(realm, request.service, request.limits) }
  }
  const realm = await realmOf(request.panel.accountId)
  return { id, result: runPanel(realm, request.panel, request.limits) }
}

parentPort?.on('message', (request: ThreadRequest) => {
  perform(request).then(
    (answer) => parentPort?.postMessage(answer),
    // Whatever this is, the thread is not to be trusted with another script.
    (cause: unknown) => {
      throw cause
    },
  )
})
void openSpare().then(() => parentPort?.postMessage({ ready: true } satisfies ThreadAnswer))
