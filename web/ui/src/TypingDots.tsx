/** @jsxImportSource preact */
/** Someone is writing; the label says who. */
export function TypingDots({ label, role }: { label: string; role: 'consumer' | 'bot' | 'agent' }) {
  return (
    <div class={`typing from-${role}`} role="status" aria-label={label}>
      <span class="dot" />
      <span class="dot" />
      <span class="dot" />
    </div>
  )
}
