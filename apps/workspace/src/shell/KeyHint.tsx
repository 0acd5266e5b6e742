/** Shows a key beside the words of a button; screen readers hear it from `aria-keyshortcuts`. */
export function KeyHint({ of }: { of: string }) {
  return <span className="key-hint" data-key={of} />
}
