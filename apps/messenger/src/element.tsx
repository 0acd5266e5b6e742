import type { JsonObject } from '@baton/base'
import { uiStyles } from '@baton/ui'
import { render } from 'preact'
import { App } from './App.tsx'
import { type Controller, createController } from './controller.ts'
import type { Settings } from './settings.ts'
import windowStyles from './window.css'

/** Nothing of the page's style comes in, except what the tokens ask for. */
const RESET = ':host { all: initial }'

/** The custom element: the page cannot break what is inside, and what is inside cannot break the page. */
export class BatonMessenger extends HTMLElement {
  #controller: Controller | undefined

  /** Must be called before the element is put into the page. */
  configure(settings: Settings): void {
    if (settings.theme !== undefined) this.dataset.theme = settings.theme
    this.#controller = createController(settings)
  }

  connectedCallback(): void {
    const controller = this.#controller
    if (controller === undefined || this.shadowRoot !== null) return
    const root = this.attachShadow({ mode: 'open' })
    // Constructed sheets pass a content security policy that forbids inline styles.
    root.adoptedStyleSheets = [RESET, ...uiStyles, windowStyles].map(toSheet)
    render(<App controller={controller} />, root)
  }

  open(): void {
    this.#controller?.change({ open: true })
  }

  close(): void {
    this.#controller?.change({ open: false })
  }

  /** @param identity the brand's token (JWT), or a function that gives a fresh one whenever it is needed */
  signIn(identity: string | (() => string | undefined | Promise<string | undefined>)): void {
    this.#controller?.identify(typeof identity === 'string' ? async () => identity : async () => identity())
  }

  signOut(): void {
    this.#controller?.identify(undefined)
  }

  setAttributes(attributes: JsonObject): void {
    this.#controller?.setAttributes(attributes)
  }
}

function toSheet(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  return sheet
}
