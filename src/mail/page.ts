import type { IncomingMessage, ServerResponse } from 'node:http'
import { escaped } from '../replies/markup.ts'

/** What a button posts, and what stands on it. */
export type Button = {
  label: string
  says: Readonly<Record<string, string>>
  /** It is what most come for. */
  main?: true
}

/** A part of a page: what it says, and what can be done. */
export type Part = {
  heading?: string
  lines: readonly string[]
  buttons?: readonly Button[]
  links?: readonly { url: string; label: string }[]
}

export type Page = { title: string; parts: readonly Part[] }

const style = [
  ':root{color-scheme:light dark;--ink:light-dark(#1f2328,#e6edf3);--paper:light-dark(#fdfdfc,#15181c);--line:light-dark(#6b7280,#8b949e);--main:light-dark(#0b57d0,#a8c7fa);--on:light-dark(#fff,#062e6f)}',
  'body{font:1.125rem/1.6 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:36rem;margin:2rem auto;padding:0 1rem;overflow-wrap:break-word}',
  'h1{font-size:1.75rem;line-height:1.25}h2{font-size:1.25rem;line-height:1.3;margin:0 0 .5rem}p{margin:.5rem 0}',
  'section{border-top:1px solid var(--line);padding-top:1rem;margin-top:1.5rem}form{display:inline}',
  'button{font:inherit;color:inherit;background:none;border:1px solid var(--line);border-radius:.5rem;min-height:2.75rem;padding:.4rem 1rem;margin:.25rem .5rem .25rem 0;cursor:pointer}',
  'button.main{color:var(--on);background:var(--main);border-color:var(--main)}',
  'a{color:var(--main);display:inline-block;padding:.5rem 0}button:focus-visible,a:focus-visible{outline:3px solid var(--main);outline-offset:2px}',
].join('')

/** A page without scripts that loads nothing. */
export function drawPage({ title, parts }: Page): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta name="robots" content="noindex"><title>${escaped(title)} · Paperboy</title><style>${style}</style></head>`,
    `<body><main><h1>${escaped(title)}</h1>`,
    ...parts.map(drawPart),
    '</main></body></html>\n',
  ].join('\n')
}

function drawPart({ heading, lines, buttons = [], links = [] }: Part): string {
  const [start, end] = heading === undefined ? ['<div>', '</div>'] : ['<section>', '</section>']
  return [
    start,
    ...(heading === undefined ? [] : [`<h2>${escaped(heading)}</h2>`]),
    ...lines.map((line) => `<p>${escaped(line)}</p>`),
    ...buttons.map(({ label, says, main }) => {
      const fields = Object.entries(says).map(
        ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
      )
      return `<form method="post">${fields.join('')}<button${main ? ' class="main"' : ''}>${escaped(label)}</button></form>`
    }),
    ...links.map(({ url, label }) => `<p><a href="${escaped(url)}">${escaped(label)}</a></p>`),
    end,
  ].join('\n')
}

/** @param status of HTTP */
export function sendPage(request: IncomingMessage, response: ServerResponse, page: Page, status = 200): void {
  const body = Buffer.from(drawPage(page))
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    // What is left of a form that is too long is not read.
    ...(status === 413 && { connection: 'close' }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
