/** @jsxImportSource preact */
/** Something that happened and that nobody said. */
export function SystemLine({ text }: { text: string }) {
  return (
    <p class="system" dir="auto">
      {text}
    </p>
  )
}
