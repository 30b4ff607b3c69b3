// Extras only: every page works without this file.
import {
  Button,
  Checkboxes,
  ErrorSummary,
  Header,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  createAll
} from '/static/build/nhsuk-frontend.min.js'

// Named one by one: the browser's own way of choosing a file says what it is better than the design system's.
for (const component of [Button, Checkboxes, ErrorSummary, Header, NotificationBanner, PasswordInput, Radios, SkipLink]) {
  createAll(component)
}

// The filters of a list lie open where there is room for them.
if (window.matchMedia('(min-width: 64em)').matches) {
  for (const panel of document.querySelectorAll('.engage-filter-panel')) panel.open = true
}

// While an activity or an organisation is being typed, those already kept that look like it are pointed out.
for (const form of document.querySelectorAll('form[data-alike]')) {
  const here = form.querySelector('[data-alike-here]')
  const names = (form.dataset.alikeFields ?? 'title starts').split(' ')
  let latest
  const look = async () => {
    const asked = new URLSearchParams(names.map((name) => [name, form.elements[name].value]))
    latest = asked
    const answer = await fetch(`${form.dataset.alike}?${asked}`, { headers: { Accept: 'text/html' } }).catch(() => null)
    if (!answer?.ok || answer.redirected) return
    const words = await answer.text()
    if (latest === asked) here.innerHTML = words // an earlier answer may come later
  }
  for (const name of names) form.elements[name].addEventListener('change', look)
}

// A long import says how far it is, and shows its result once it is done.
for (const told of document.querySelectorAll('[data-progress]')) {
  const ask = async () => {
    const answer = await fetch(told.dataset.progress)
    if (!answer.ok || answer.redirected) return
    const { busy, words } = await answer.json()
    if (!busy) return window.location.replace(told.dataset.progressThen)
    if (told.textContent !== words) told.textContent = words
    setTimeout(ask, 2000)
  }
  setTimeout(ask, 1000)
}

// Two columns given one field are pointed out as they are chosen, and again when the form was sent.
for (const table of document.querySelectorAll('table[data-columns]')) {
  const selects = [...table.querySelectorAll('select')]
  table.addEventListener('change', () => {
    for (const one of selects) {
      const chosen = one.selectedOptions[0]
      const other = selects.find((two) => two !== one && two.value === one.value && 'single' in chosen.dataset)
      const told = document.getElementById(`${one.id}-error`)
      told.hidden = !other
      told.textContent = other ? `${chosen.label} is given to “${other.labels[0].textContent}” too. Leave one of them out.` : ''
      one.classList.toggle('nhsuk-select--error', Boolean(other))
    }
  })
}
