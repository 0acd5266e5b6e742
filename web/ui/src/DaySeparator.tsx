/** @jsxImportSource preact */
/** Between the messages of two days. */
export function DaySeparator({ text }: { text: string }) {
  return (
    <div class="day">
      <span>{text}</span>
    </div>
  )
}
