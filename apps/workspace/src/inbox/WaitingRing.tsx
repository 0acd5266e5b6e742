import type { Waiting } from './rowWords.ts'

const RADIUS = 8
const AROUND = 2 * Math.PI * RADIUS

/** A thin ring that fills while somebody waits: green, then amber, then red. */
export function WaitingRing({ waiting: { share, state, short } }: { waiting: Waiting }) {
  if (state === 'none') return null
  return (
    <span className={`waiting ${state}`} aria-hidden="true">
      <span className="tabular">{short}</span>
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <circle cx="10" cy="10" r={RADIUS} className="ring-track" />
        <circle
          cx="10"
          cy="10"
          r={RADIUS}
          className="ring"
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - Math.max(share, 0.02))}
          transform="rotate(-90 10 10)"
        />
      </svg>
    </span>
  )
}
