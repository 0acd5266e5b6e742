/** @jsxImportSource preact */
import { type ChosenSlot, formatter, type ScheduleSlot, type ScheduleSlotListAction } from '@baton/content'
import { useCard } from './cardContext.ts'
import { isShowable } from './isShowable.ts'
import { Popup } from './Popup.tsx'

type SlotListProps = { action: ScheduleSlotListAction; onPick: (chosen: ChosenSlot) => void; onClose: () => void }

/** Appointments by day, in the consumer's own time, which is named (SC5.13). */
export function SlotList({ action, onPick, onClose }: SlotListProps) {
  const { labels, cardRules } = useCard()
  const { locale } = labels
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const days = groupByDay(action.slots ?? [])
  const day = formatter(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const time = formatter(locale, { hour: '2-digit', minute: '2-digit' })
  const timesOf = ({ start, end }: ScheduleSlot) =>
    [start, end].flatMap((at) => (at === undefined ? [] : [time.format(at * 1_000)])).join(' – ')
  return (
    <Popup title={action.title ?? labels.pickSlot} onClose={onClose}>
      {days.length === 0 && <p class="popup-empty">{labels.cannotShow}</p>}
      <div class="slots">
        {days.map(([at, slots]) => (
          <section key={at}>
            <h3>{day.format(at)}</h3>
            <ul>
              {slots.map((slot) => (
                <li key={slot.id}>
                  <button
                    type="button"
                    class="slot"
                    onClick={() => onPick({ kind: 'slot', id: slot.id, language: locale, timeZone })}
                  >
                    {slot.imageUrl !== undefined && isShowable(slot.imageUrl, cardRules) && (
                      <img src={slot.imageUrl} alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" />
                    )}
                    <span class="slot-time">{timesOf(slot)}</span>
                    {slot.title !== undefined && <strong dir="auto">{slot.title}</strong>}
                    {slot.description !== undefined && <span dir="auto">{slot.description}</span>}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <p class="popup-note">{labels.timesIn(timeZone.replaceAll('_', ' '))}</p>
    </Popup>
  )
}

/** @returns the first instant of each group, in milliseconds, and its slots in order */
function groupByDay(slots: readonly ScheduleSlot[]): [number, ScheduleSlot[]][] {
  const groups = new Map<string, [number, ScheduleSlot[]]>()
  for (const slot of [...slots].sort((a, b) => a.start - b.start)) {
    const at = slot.start * 1_000
    const key = new Date(at).toDateString()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [at, [slot]])
    else group[1].push(slot)
  }
  return [...groups.values()]
}
