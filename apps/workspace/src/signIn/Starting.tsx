import { Button, Loader } from '@mantine/core'
import { useTexts } from '../texts/useTexts.ts'
import { Door } from './Door.tsx'

/** Before anybody knows who is there. */
export function Starting({ isUnreachable, onRetry }: { isUnreachable: boolean; onRetry: () => Promise<void> }) {
  const texts = useTexts()
  if (!isUnreachable) {
    return (
      <main className="door" aria-busy="true" aria-label={texts.starting}>
        <Loader size="sm" />
      </main>
    )
  }
  return (
    <Door title={texts.unreachable} hint={texts.unreachableHint}>
      <Button onClick={() => void onRetry()}>{texts.retry}</Button>
    </Door>
  )
}
