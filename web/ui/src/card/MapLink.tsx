/** @jsxImportSource preact */
import type { MapElement } from '@baton/content'
import { useCard } from './cardContext.ts'
import { Tappable } from './Tappable.tsx'

/** A place: a sketch of one, because a picture of the real one would have to be asked of somebody else. */
export function MapLink({ element, at }: { element: MapElement; at: string }) {
  const { labels } = useCard()
  const { la, lo, click, tooltip, alt } = element
  const hasOwn = (click?.actions.length ?? 0) > 0
  return (
    <Tappable
      class="map"
      click={
        hasOwn
          ? click
          : { actions: [{ type: 'navigate', la, lo }], ...(click?.metadata && { metadata: click.metadata }) }
      }
      at={at}
    >
      <Sketch />
      <span class="map-name">{tooltip ?? alt ?? labels.openMap}</span>
      <span class="map-place">
        {la.toFixed(4)}, {lo.toFixed(4)}
      </span>
    </Tappable>
  )
}

function Sketch() {
  return (
    <svg class="map-sketch" viewBox="0 0 320 120" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect class="map-land" width="320" height="120" />
      <path class="map-park" d="M0 74 78 58l24 62H0zM236 0h84v44l-66 10z" />
      <path class="map-water" d="M0 18c60 18 108-22 170-4s90 34 150 20v14c-62 14-98-8-152-20S60 52 0 34z" />
      <path class="map-road" d="M-4 92 324 60M96-4l34 128M214-4l20 128M-4 52l140-10M150 124l174-52" />
      <path class="map-pin-shade" d="M148 82a12 3.5 0 1 0 24 0 12 3.5 0 1 0-24 0" />
      <path class="map-pin" d="M160 82s18-16.5 18-30a18 18 0 0 0-36 0c0 13.5 18 30 18 30Z" />
      <circle class="map-pin-eye" cx="160" cy="52" r="6.5" />
    </svg>
  )
}
