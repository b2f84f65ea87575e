import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ChamberPage } from './ChamberPage'
import { soundOf } from './media/later'
import { Chamber } from './stream/chamber'
import { pageOf } from './stream/page'
import './style/index.css'

/** The meeting page holds `<div id="chamber" data-meeting="…" …>`, with the meeting for those without scripts in it. */
const place = document.getElementById('chamber')
const page = place === null ? undefined : pageOf(place)
if (place !== null && page !== undefined) {
  const chamber = new Chamber(page.meeting)
  const close = chamber.open()
  let hush: (() => void) | undefined
  const sound = page.media ? soundOf(chamber).then((come) => { hush = come.begin(); return come }) : undefined
  window.addEventListener('pagehide', (event) => { if (!event.persisted) { hush?.(); close() } })
  createRoot(place).render(
    <StrictMode><ChamberPage chamber={chamber} page={page} sound={sound} /></StrictMode>,
  )
}
