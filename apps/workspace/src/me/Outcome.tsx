export type Told = { readonly good: string } | { readonly bad: string } | undefined

/** How it went, where it was asked for; said aloud by screen readers. */
export function Outcome({ told }: { told: Told }) {
  return (
    <div role="status">
      {told !== undefined &&
        ('good' in told ? <p className="notice good">{told.good}</p> : <p className="notice bad">{told.bad}</p>)}
    </div>
  )
}
