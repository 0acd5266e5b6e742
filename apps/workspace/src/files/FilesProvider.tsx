import type { ConversationId } from '@baton/base'
import {
  type Attachments,
  type AttachmentsState,
  createAttachments,
  createPictures,
  type Pictures,
} from '@baton/client'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useDesk } from '../desk/DeskProvider.tsx'
import { type Audience, forgetDraft } from '../inbox/drafts.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { shrinkPicture } from './shrinkPicture.ts'

interface Files {
  readonly pictures: Pictures
  trayOf(conversationId: ConversationId, audience: Audience): Attachments
}
const Context = createContext<Files | undefined>(undefined)

/** Files on their way stay on their way while one reads other conversations; pictures that were seen are not asked for again. */
export function FilesProvider({ children }: { children: ReactNode }) {
  const desk = useDesk()
  const { account, person } = useSession()
  const owner = `${account.id}:${person.id}`
  const [files, setFiles] = useState<Files>()
  useEffect(() => {
    const pictures = createPictures(desk.files)
    const trays = new Map<string, Attachments>()
    const trayOf: Files['trayOf'] = (conversationId, audience) => {
      const key = `${conversationId}:${audience}`
      const tray = trays.get(key) ?? openTray(conversationId, audience)
      trays.set(key, tray)
      return tray
    }
    const openTray = (conversationId: ConversationId, audience: Audience): Attachments =>
      createAttachments({
        client: desk,
        conversationId,
        prepare: shrinkPicture,
        send: (content) =>
          desk.send(conversationId, content, audience === 'note' ? { audience: 'AGENTS_AND_MANAGERS' } : {}).ok,
        onSaid: () => forgetDraft(owner, conversationId, audience),
      })
    setFiles({ pictures, trayOf })
    return () => {
      for (const tray of trays.values()) tray.stop()
      pictures.stop()
    }
  }, [desk, owner])
  if (files === undefined) return null
  return <Context.Provider value={files}>{children}</Context.Provider>
}

function useFiles(): Files {
  const files = useContext(Context)
  if (files === undefined) throw new Error('files are used outside of FilesProvider')
  return files
}

export const usePictures = (): Pictures => useFiles().pictures

/** What goes along with the next words in one place of writing. */
export function useTray(conversationId: ConversationId, audience: Audience): [Attachments, AttachmentsState] {
  const files = useFiles()
  const tray = useMemo(() => files.trayOf(conversationId, audience), [files, conversationId, audience])
  return [tray, useSyncExternalStore(tray.subscribe, () => tray.state)]
}
