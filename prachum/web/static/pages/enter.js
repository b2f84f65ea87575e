// The token stands after "#", which no browser sends to any server; from here on it is in the form alone.
const token = location.hash.slice(1)
history.replaceState(null, '', location.pathname)

const form = document.getElementById('enter')
const state = document.getElementById('state')

const say = (what) => {
  state.textContent = state.dataset[what] ?? ''
}

const show = (told) => {
  for (const name of ['delegation', 'person', 'meeting', 'when', 'instead']) {
    document.getElementById(name).textContent = told[name] ?? ''
  }
  document.getElementById('instead').hidden = !told.instead
  form.elements.token.value = token
  state.textContent = ''
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
  ask().catch(() => say('lost'))
} else say('none')
