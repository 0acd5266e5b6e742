import { PANEL_LIMITS, type PanelLimits } from '../limits.ts'
import type { Panel, PanelResult } from '../panel.ts'
import { compileEngine } from '../realm/engine.ts'
import { Realm } from '../realm/realm.ts'
import { runPanel } from '../realm/runPanel.ts'
import type { Snapshot } from '../snapshot.ts'

const nothing = { request: {}, dialog: {}, session: {}, permanent: {} }

/** Tuesday, 24 November 2026, 12:00 in Berlin. */
export const NOON = Date.UTC(2026, 10, 24, 11, 0)

export function snapshot(
  some: Partial<Omit<Snapshot, 'variables'>> & { variables?: Partial<Snapshot['variables']> } = {},
): Snapshot {
  return {
    now: NOON,
    seed: 7,
    accountId: 'acme',
    botId: '42',
    conversationId: 'c-1',
    consumerId: 'u-1',
    channel: 'lp_web',
    userMessage: 'I want coffee',
    ...some,
    variables: { ...nothing, ...some.variables },
  }
}

export function panel(code: string, some: Partial<Panel> = {}): Panel {
  return { accountId: 'acme', name: 'preProcess', code, snapshot: snapshot(), ...some }
}

/** A realm in the test's own thread: one panel after the other, each as new. */
export async function openWorkbench() {
  const program = await compileEngine()
  let realm = await Realm.open(program, PANEL_LIMITS)
  return {
    async run(code: string, some: Partial<Panel> = {}, limits: Partial<PanelLimits> = {}): Promise<PanelResult> {
      if (!realm.isUsable) realm = await Realm.open(program, PANEL_LIMITS)
      return runPanel(realm, panel(code, some), { ...PANEL_LIMITS, ...limits })
    },
  }
}
