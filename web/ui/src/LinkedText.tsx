/** @jsxImportSource preact */
import { linkify } from './linkify.ts'

/** Text as text; what can be tapped in it is a link. Never interprets markup. */
export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        ),
      )}
    </>
  )
}
