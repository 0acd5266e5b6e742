const COUNT = /^\(\d+\+?\) /

/** Puts the number of unread messages before the page's title, whatever the page made of it meanwhile. */
export function titleWithCount(title: string, unread: number): string {
  const bare = title.replace(COUNT, '')
  return unread === 0 ? bare : `(${shortCount(unread)}) ${bare}`
}

export const shortCount = (count: number): string => (count > 99 ? '99+' : String(count))
