/** @jsxImportSource preact */
export type Delivery = 'sending' | 'sent' | 'delivered' | 'read'

/** How far the last own message got. */
export function DeliveryMark({ delivery, label }: { delivery: Delivery; label: string }) {
  return (
    <div class={`mark mark-${delivery}`}>
      <svg viewBox="0 0 18 12" width="18" height="12" aria-hidden="true">
        {delivery === 'sending' ? (
          <circle cx="9" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.5" />
        ) : (
          <path d="M2 6.5 5 9.5 11 3" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />
        )}
        {(delivery === 'delivered' || delivery === 'read') && (
          <path
            d="M8.5 8.5 9.5 9.5 15.5 3"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
          />
        )}
      </svg>
      {label}
    </div>
  )
}
