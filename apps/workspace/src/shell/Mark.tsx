/** The baton. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <path d="M9.5 22.5 22.5 9.5" stroke="var(--on-accent)" strokeWidth="4.5" strokeLinecap="round" />
      <circle cx="22.5" cy="9.5" r="1.4" fill="var(--accent)" />
    </svg>
  )
}
