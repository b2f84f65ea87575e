// The token stands after "#", which no browser sends to any server; from here on it is in the form alone.
const token = location.hash.slice(1)
history.replaceState(null, '', location.pathname)
// Another link opened in this tab changes only what stands after "#", which loads nothing by itself.
addEventListener('hashchange', () => location.reload())

const form = document.getElementById('enter')
const languages = document.querySelector('.languages')
const state = document.getElementById('state')

const say = (what) => {
  state.textContent = state.dataset[what] ?? ''
  // Where the link opens nothing, there is a way on.
  document.getElementById('on').hidden = what === 'reading'
}

const show = (told) => {
  for (const name of ['delegation', 'person', 'meeting', 'when', 'instead']) {
    document.getElementById(name).textContent = told[name] ?? ''
  }
  document.getElementById('instead').hidden = !told.instead
  form.elements.token.value = token
  state.textContent = ''
  document.getElementById('on').hidden = true
  form.hidden = false
  form.querySelector('button').focus()
}

const ask = async () => {
  const body = new FormData(form)
  body.set('token', token)
  const answer = await fetch(form.dataset.whose, { method: 'POST', body })
  if (answer.ok) show(await answer.json())
  else say(answer.status === 429 ? 'wait' : 'unknown')
}

if (token) {
  say('reading')
  // A redirect keeps what stands after "#", so that the link survives a change of language.
  languages.action += `#${token}`
  ask().catch(() => say('lost'))
} else say('none')
