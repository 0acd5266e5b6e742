const PATHS = {
  inbox: 'M4 13.5 6.2 5h11.6L20 13.5V19H4v-5.5Zm0 0h4.5a3.5 3.5 0 0 0 7 0H20',
  queue: 'M5 6h14M5 12h10M5 18h6',
  live: 'M4 19V11M9.3 19V5M14.7 19v-6M20 19V8',
  bots: 'M5 9.5h14V19H5zM12 9.5V5M9 14h.01M15 14h.01',
  content: 'M5 4.5h14v15H5zM8.5 9h7M8.5 12.5h7M8.5 16h4',
  surveys: 'M12 4.5l2.3 4.7 5.2.8-3.8 3.6.9 5.2-4.6-2.4-4.6 2.4.9-5.2L4.5 10l5.2-.8z',
  conversations: 'M4 5h12v9H9l-4 3.5V14H4zM19 9h1v9h-1v3l-3.5-3H11',
  people:
    'M9 11.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5ZM3 19.5c.6-3 3-4.8 6-4.8s5.4 1.8 6 4.8M16 5.3a3.2 3.2 0 0 1 0 6M18 15.2c1.7.8 2.7 2.3 3 4.3',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4',
  search: 'M11 17.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM20 20l-4.2-4.2',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  info: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5.5M12 7.8h.01',
  send: 'M12 19V5M5.5 11.5 12 5l6.5 6.5',
  clip: 'm18.5 11-7.1 7.1a4.2 4.2 0 0 1-6-6l7.5-7.4a2.8 2.8 0 0 1 4 4l-7.5 7.4a1.4 1.4 0 0 1-2-2l6.8-6.7',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
} as const
export type IconName = keyof typeof PATHS

/** One stroke, one size; words stand beside or under each of them. */
export function Icon({ of, size = 20 }: { of: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[of]} />
    </svg>
  )
}
