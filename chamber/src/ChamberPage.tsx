import type { ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { WithKeys } from './controls/useKeys'
import { WithLiveRegions } from './journal/announce'
import type { Sound } from './media/sound'
import { WithSound } from './media/useSound'
import { Hall } from './meeting/Hall'
import { Waiting } from './meeting/Waiting'
import type { Chamber } from './stream/chamber'
import { InMeeting, useSession } from './stream/context'
import type { Page } from './stream/page'

/** The whole page of one meeting. */
export function ChamberPage({ chamber, page, sound }: { chamber: Chamber; page: Page; sound?: Promise<Sound> | undefined }): ReactNode {
  return (
    <InMeeting
      chamber={chamber} page={page}
      waiting={(snapshot, words) => <Waiting snapshot={snapshot} words={words} />}
    >
      <InLanguage><WithKeys><WithLiveRegions><WithSound sound={sound}><Hall /></WithSound></WithLiveRegions></WithKeys></InLanguage>
    </InMeeting>
  )
}

function InLanguage({ children }: { children: ReactNode }): ReactNode {
  const { language } = useSession()
  return <I18nProvider locale={{ en: 'en-GB', th: 'th-TH', fr: 'fr-FR' }[language]}>{children}</I18nProvider>
}
