import { Checkbox, Radio } from '@mantine/core'
import { DurationField } from '../kit/DurationField.tsx'
import { Part } from '../kit/FormScreen.tsx'
import type { Complaints } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { AccountScreen } from './AccountScreen.tsx'
import { type Account, RINGS } from './account.ts'
import { checkPassing, PassingFields, type PassingValues, toPassing, toPassingValues } from './PassingFields.tsx'
import { PriorityFields } from './PriorityFields.tsx'
import { checkPriorities, type PriorityValues, toPrioritisation, toPriorityValues } from './priorityValues.ts'

interface Values {
  readonly ring: (typeof RINGS)[number]
  readonly ringMs: number | undefined
  readonly goneMs: number | undefined
  readonly preferFormerAgent: boolean
  readonly warmUp: boolean
  /** Who waits is told their place again after so long. */
  readonly updateMs: number | undefined
  readonly priorities: PriorityValues
  readonly passing: PassingValues
}
const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 1_440 * MINUTE

function toValues(account: Account): Values {
  const { ring, ringSeconds, agentGoneMinutes, queueUpdateMinutes, preferFormerAgent, warmUp, prioritisation } = account
  const inMs = (minutes: number | undefined) => (minutes === undefined ? undefined : minutes * MINUTE)
  return {
    preferFormerAgent: preferFormerAgent ?? true,
    warmUp: warmUp ?? false,
    ring,
    ringMs: ringSeconds * SECOND,
    goneMs: inMs(agentGoneMinutes),
    updateMs: inMs(queueUpdateMinutes),
    priorities: toPriorityValues(prioritisation),
    passing: toPassingValues(account),
  }
}

/** How waiting conversations find somebody. */
export default function Routing() {
  const texts = useAdminTexts()
  const check = ({ ringMs, updateMs, priorities, passing }: Values): Complaints => ({
    ...checkPriorities(priorities, texts),
    ...checkPassing(passing, texts),
    '/queueUpdateMinutes': updateMs !== undefined && updateMs > DAY ? texts.updateWrong : undefined,
    '/ringSeconds':
      ringMs === undefined || ringMs < 5 * SECOND || ringMs > 10 * MINUTE ? texts.ringTimeWrong : undefined,
  })
  return (
    <AccountScreen
      title={texts.routing}
      hint={texts.routingHint}
      toValues={toValues}
      check={check}
      toBody={({ ring, ringMs = 0, goneMs, updateMs, preferFormerAgent, warmUp, priorities, passing }) => ({
        ...toPassing(passing),
        queueUpdateMinutes: updateMs === undefined ? null : Math.max(1, Math.round(updateMs / MINUTE)),
        prioritisation: toPrioritisation(priorities),
        preferFormerAgent,
        warmUp,
        ring,
        ringSeconds: Math.round(ringMs / SECOND),
        agentGoneMinutes: goneMs === undefined ? null : Math.max(1, Math.round(goneMs / MINUTE)),
      })}
    >
      {({ values, set, errorAt }) => (
        <>
          <Part title={texts.ring}>
            <Radio.Group
              aria-label={texts.ring}
              value={values.ring}
              onChange={(chosen) => set({ ring: RINGS.find((ring) => ring === chosen) ?? values.ring })}
            >
              <div className="choices">
                {RINGS.map((ring) => (
                  <Radio key={ring} value={ring} label={texts.rings[ring]} />
                ))}
              </div>
            </Radio.Group>
            <DurationField
              label={texts.ringTime}
              units={['seconds', 'minutes']}
              value={values.ringMs}
              error={errorAt('/ringSeconds')}
              onChange={(ringMs) => set({ ringMs })}
            />
            <Checkbox
              label={texts.former}
              description={texts.formerHint}
              checked={values.preferFormerAgent}
              onChange={(event) => set({ preferFormerAgent: event.currentTarget.checked })}
            />
            <Checkbox
              label={texts.warmUp}
              description={texts.warmUpHint}
              checked={values.warmUp}
              onChange={(event) => set({ warmUp: event.currentTarget.checked })}
            />
          </Part>
          <Part title={texts.priorities} hint={texts.prioritiesHint}>
            <PriorityFields
              values={values.priorities}
              errorAt={errorAt}
              onChange={(priorities) => set({ priorities })}
            />
          </Part>
          <Part title={texts.waiting} hint={texts.waitingHint}>
            <DurationField
              label={texts.updateEvery}
              description={texts.updateEveryHint}
              value={values.updateMs}
              error={errorAt('/queueUpdateMinutes')}
              onChange={(updateMs) => set({ updateMs })}
            />
          </Part>
          <PassingFields
            values={values.passing}
            errorAt={errorAt}
            onChange={(passing) => set({ passing: { ...values.passing, ...passing } })}
          />
          <Part title={texts.whenNobody}>
            <DurationField
              label={texts.goneAfter}
              description={texts.goneAfterHint}
              value={values.goneMs}
              error={errorAt('/agentGoneMinutes')}
              onChange={(goneMs) => set({ goneMs })}
            />
          </Part>
        </>
      )}
    </AccountScreen>
  )
}
