/** Serves the sources with a fake live plane, for looking at every state: /?state=point&as=presiding&lang=th. Never shipped. */
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const page = (meeting: string, lang: string): string => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Chamber</title></head>
<body><div id="chamber" data-meeting="${meeting}" data-lang="${lang}" data-observer="${meeting.endsWith('observer')}" data-take="/take" data-leave="/leave" data-home="/" data-seats='${SEATS}'></div><script type="module" src="/src/main.tsx"></script></body></html>`

const SEATS = JSON.stringify(['MYS', 'CAN', 'THA'].map((code) => ({
  person: `${code.toLowerCase()}-head`, delegation: code, names: { en: code }, standing: 'head', title: { en: 'Head of delegation' }, held: false,
})))

interface Views { viewOf: (state: string, role: string, now: number) => object; personOf: (role: string) => string; REASONS: object }

function fakeLivePlane(): Plugin {
  return {
    name: 'fake-live-plane',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://fake')
        const [, meeting = '', what = ''] = /^\/api\/meetings\/([^/]+)\/(.*)$/.exec(url.pathname) ?? []
        const answer = async (): Promise<void> => {
          if (url.pathname === '/') {
            const { state = 'speaking', as = 'delegate', lang = 'en' } = Object.fromEntries(url.searchParams)
            response.setHeader('Content-Type', 'text/html')
            response.end(await server.transformIndexHtml('/', page(`${state}.${as}`, lang)))
            return
          }
          const { viewOf, personOf, REASONS } = await server.ssrLoadModule('/test/views.ts') as Views
          if (url.pathname.startsWith('/api/refusals/')) { response.setHeader('Content-Type', 'application/json'); response.end(JSON.stringify(REASONS)); return }
          if (what !== 'stream') { response.statusCode = 409; response.setHeader('Content-Type', 'application/problem+json'); response.end(JSON.stringify({ code: 'floor.list_closed', rule: 'floor.7', detail: 'The list of speakers is closed.' })); return }
          const [state = '', role = ''] = meeting.split('.')
          response.setHeader('Content-Type', 'text/event-stream')
          const now = Date.now()
          const send = (event: string, data: object): void => { response.write(`event: ${event}\nid: 120\ndata: ${JSON.stringify(data)}\n\n`) }
          const here = (): void => send('here', { now: new Date().toISOString(), seq: 120, digest: 'd' })
          send('view', { view: viewOf(state, role, now), now: new Date().toISOString(), person: personOf(role) })
          here()
          const timer = setInterval(here, 2000)
          request.on('close', () => clearInterval(timer))
        }
        if (url.pathname === '/' || url.pathname.startsWith('/api/')) answer().catch(next)
        else next()
      })
    },
  }
}

export default defineConfig({ root: new URL('../..', import.meta.url).pathname, plugins: [react(), fakeLivePlane()], server: { host: '127.0.0.1', port: 5199, strictPort: true } })
