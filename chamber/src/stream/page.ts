import type { PersonId, Text } from './view'

/** What the meeting's page tells its client, in the data of `#chamber`. */
export interface Page {
  meeting: string
  language?: string
  /** Whoever holds no seat only watches. */
  observer: boolean
  /** The seats of a rehearsal that a visitor may take; none where they may not. */
  places: readonly Place[]
  /** Whether sound and pictures are served. */
  media: boolean
  take?: string
  leave?: string
  home?: string
  /** The meeting's page in the news, once there is one. */
  news?: string
}

export interface Place {
  person: PersonId
  delegation: string
  names: Text
  standing: string
  title: Text
  held: boolean
}

export function pageOf(element: HTMLElement): Page | undefined {
  const { meeting, lang, observer, media, seats, take, leave, home, news } = element.dataset
  if (meeting === undefined) return undefined
  return {
    meeting,
    observer: observer === 'true',
    media: media === 'true',
    // The page is ours: its template is tested there.
    places: JSON.parse(seats ?? '[]') as Place[],
    ...(lang === undefined ? {} : { language: lang }), ...(take === undefined ? {} : { take }),
    ...(leave === undefined ? {} : { leave }), ...(home === undefined ? {} : { home }),
    ...(news === undefined ? {} : { news }),
  }
}
