import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { ApiProblem } from '../../base/http.ts'
import { asProblem } from '../../base/useAsked.ts'
import { fill } from '../../texts/catalogue.ts'
import { adminProblemText, useAdminTexts } from '../texts/useAdminTexts.ts'

/** Problems by JSON pointer; none: it may be saved. */
export type Complaints = { readonly [path: string]: string | undefined }

export interface Form<T> {
  readonly values: T
  readonly isDirty: boolean
  readonly isBusy: boolean
  /** How saving went, where no field is to blame. */
  readonly told: { readonly good: string } | { readonly bad: string } | undefined
  set(part: Partial<T>): void
  /** What is wrong with a field. @param path JSON pointer, as the server names it */
  errorAt(path: string): string | undefined
  submit(event?: FormEvent): void
  /** Back to what is saved. */
  discard(): void
  /** Says that what is on the screen is what is saved: before leaving for another screen. */
  settle(): void
  readonly isSettled: () => boolean
}

interface FormOptions<T> {
  /** What is saved; a new one begins anew. */
  readonly initial: T
  readonly check?: (values: T) => Complaints
  /** @throws ApiProblem */
  readonly save: (values: T) => Promise<void>
}

/** A form that knows whether it differs from what is saved, and shows the server's complaints at their fields. */
export function useForm<T>({ initial, check, save }: FormOptions<T>): Form<T> {
  const texts = useAdminTexts()
  const [values, setValues] = useState(initial)
  const [saved, setSaved] = useState(initial)
  const [isBusy, setBusy] = useState(false)
  const [isTried, setTried] = useState(false)
  const [problem, setProblem] = useState<ApiProblem>()
  const [isSaved, setIsSaved] = useState(false)
  const settled = useRef(true)
  const isDirty = JSON.stringify(values) !== JSON.stringify(saved)
  settled.current = !isDirty
  const known = JSON.stringify(initial)
  // biome-ignore lint/correctness/useExhaustiveDependencies: compared by what it says, not by what it is
  useEffect(() => {
    setValues(initial)
    setSaved(initial)
  }, [known])

  const complaints = isTried && check ? check(values) : {}
  const errorAt = (path: string): string | undefined => {
    const own = complaints[path]
    if (own !== undefined) return own
    if (problem === undefined) return undefined
    const listed = problem.problems.find((one) => one.path === path)
    if (problem.path !== path && listed === undefined) return undefined
    const said = listed?.message ?? problem.message
    const generic = problem.code === 'invalid-request' || problem.code === 'image-host-entry'
    return generic ? fill(texts.invalidField, { problem: said }) : adminProblemText(problem, texts)
  }
  const isAtField = problem?.path !== undefined && problem.path !== ''

  const submit = async () => {
    setTried(true)
    setIsSaved(false)
    if (check && Object.values(check(values)).some((complaint) => complaint !== undefined)) {
      setProblem(undefined)
      return focusFirstComplaint()
    }
    setBusy(true)
    setProblem(undefined)
    try {
      await save(values)
      setSaved(values)
      setTried(false)
      setIsSaved(true)
    } catch (fault) {
      setProblem(asProblem(fault))
      focusFirstComplaint()
    }
    setBusy(false)
  }
  return {
    values,
    isDirty,
    isBusy,
    told:
      problem !== undefined
        ? { bad: isAtField ? texts.lookAtFields : adminProblemText(problem, texts) }
        : isSaved && !isDirty
          ? { good: texts.saved }
          : undefined,
    set(part) {
      setValues((before) => ({ ...before, ...part }))
    },
    errorAt,
    submit(event) {
      event?.preventDefault()
      if (!isBusy) void submit()
    },
    discard() {
      setValues(saved)
      setProblem(undefined)
      setTried(false)
    },
    settle() {
      settled.current = true
    },
    isSettled: () => settled.current,
  }
}

/** Whoever cannot see the screen is led to what is wrong; so is everybody else. */
function focusFirstComplaint(): void {
  setTimeout(() => {
    const field = document.querySelector<HTMLElement>('form [aria-invalid="true"], form [data-error="true"]')
    field?.scrollIntoView({ block: 'center' })
    field?.focus({ preventScroll: true })
  })
}
