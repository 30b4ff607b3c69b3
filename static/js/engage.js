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

// Choices that the page brings with it: those whose words begin as the words typed do, however they are written.
const plainWords = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f'’]/g, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
const foundAmong = (choices, typed) => {
  const begun = plainWords(typed)
  const found = choices.filter(({ name }) => {
    const words = plainWords(name)
    return begun.every((one) => words.some((word) => word.startsWith(one)))
  })
  const more = found.length - 10
  return { options: found.slice(0, 10), said: more > 0 ? `Here are 10 of ${found.length}: there are ${more} more. Type more of its name.` : '' }
}

// One record is found by typing: what is found is offered beneath the field, by keyboard as by pointer.
for (const place of document.querySelectorAll('[data-choose]')) {
  const input = place.querySelector('input[type="text"]')
  const meant = place.querySelector('input[name$="-for"]')
  const told = place.querySelector('[role="status"]')
  const known = [...place.querySelectorAll('datalist option')].map((one) => ({ number: one.dataset.value, name: one.value }))
  input.removeAttribute('list')
  const list = document.createElement('ul')
  list.id = `${input.id}-list`
  list.className = 'engage-options'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'What was found')
  input.closest('.engage-actions').after(list)
  place.querySelector('button').remove()
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', list.id]]) {
    input.setAttribute(name, value)
  }
  let latest, waiting
  let at = -1
  const close = () => {
    list.hidden = true
    at = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const choose = ({ number, name, told: more }) => {
    for (const old of place.querySelectorAll('[name$="-one"]')) old.remove()
    place.querySelector('[data-offered]')?.remove()
    const one = Object.assign(document.createElement('input'), { type: 'hidden', name: `${input.name}-one`, value: number })
    place.append(one)
    input.value = meant.value = name
    told.textContent = more ? `${name} (${more})` : name
    latest = undefined
    close()
  }
  const point = (to) => {
    const options = [...list.children]
    at = (to + options.length) % options.length
    options.forEach((option, index) => option.setAttribute('aria-selected', String(index === at)))
    input.setAttribute('aria-activedescendant', options[at].id)
    options[at].scrollIntoView({ block: 'nearest' })
  }
  const look = async () => {
    const words = input.value.trim()
    latest = words
    if (!words || words === meant.value.trim()) return close()
    let answer = foundAmong(known, words)
    if (place.dataset.choose) {
      const sent = await fetch(`${place.dataset.choose}?${new URLSearchParams({ words })}`).catch(() => null)
      if (!sent?.ok || sent.redirected || latest !== words) return
      answer = await sent.json()
      if (latest !== words) return // an earlier answer may come later
    }
    const { options, said } = answer
    list.replaceChildren(...options.map((one, index) => {
      const option = document.createElement('li')
      option.id = `${list.id}-${index}`
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      option.textContent = one.told ? `${one.name} (${one.told})` : one.name
      option.addEventListener('mousedown', (event) => {
        event.preventDefault() // the field keeps its focus
        choose(one)
      })
      option.chosen = () => choose(one)
      return option
    }))
    at = -1
    input.removeAttribute('aria-activedescendant')
    list.hidden = !options.length
    input.setAttribute('aria-expanded', String(options.length > 0))
    told.textContent = said
  }
  input.addEventListener('input', () => {
    told.textContent = ''
    clearTimeout(waiting)
    if (place.dataset.choose) waiting = setTimeout(look, 200)
    else look()
  })
  input.addEventListener('keydown', (event) => {
    if (list.hidden || latest !== input.value.trim()) return // what is offered is not yet for what is typed
    if (event.key === 'ArrowDown') point(at + 1)
    else if (event.key === 'ArrowUp') point(at < 0 ? -1 : at - 1)
    else if (event.key === 'Enter' && at >= 0) list.children[at].chosen()
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
  })
  input.addEventListener('blur', close)
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
