import { useEffect, useState } from 'preact/hooks'
import type { Controller, MessengerState } from './controller.ts'

export function useMessenger(controller: Controller): MessengerState {
  const [state, setState] = useState(controller.state)
  useEffect(() => {
    setState(controller.state)
    return controller.subscribe(setState)
  }, [controller])
  return state
}

/** Becomes true only after having been asked for so long, in milliseconds; becomes false at once. */
export function useSlowly(wanted: boolean, afterMs: number): boolean {
  const [is, setIs] = useState(false)
  useEffect(() => {
    if (!wanted) return setIs(false)
    const timer = setTimeout(() => setIs(true), afterMs)
    return () => clearTimeout(timer)
  }, [wanted, afterMs])
  return is && wanted
}
