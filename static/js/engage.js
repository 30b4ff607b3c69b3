// Extras only: every page works without this file.
import { initAll } from '/static/build/nhsuk-frontend.min.js'

initAll()

// The filters of a list lie open where there is room for them.
if (window.matchMedia('(min-width: 64em)').matches) {
  for (const panel of document.querySelectorAll('.engage-filter-panel')) panel.open = true
}
