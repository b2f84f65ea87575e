import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ChamberPage } from './ChamberPage'
import { Chamber } from './stream/chamber'
import './style/index.css'

/** The meeting page holds `<div id="chamber" data-meeting="…" data-lang="…">`. */
const place = document.getElementById('chamber')
const meeting = place?.dataset['meeting']
if (place !== null && meeting !== undefined) {
  const chamber = new Chamber(meeting)
  const close = chamber.open()
  window.addEventListener('pagehide', (event) => { if (!event.persisted) close() })
  createRoot(place).render(
    <StrictMode><ChamberPage chamber={chamber} pageLanguage={place.dataset['lang']} /></StrictMode>,
  )
}
