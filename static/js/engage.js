// Extras only: every page works without this file.
import { initAll } from '/static/build/nhsuk-frontend.min.js'

initAll()
