/** Elements whose text stands apart from what is around it; of others in this list, the text goes on. */
const block = /^(?:p|div|br|li|ul|ol|sec|title|abstract|h[1-6]|tr|td|section|list|list-item)$/
const element =
  /<\/?(?:jats:)?(p|div|br|li|ul|ol|sec|title|abstract|h[1-6]|tr|td|section|list|list-item|i|b|u|em|strong|sub|sup|sc|span|a|italic|bold|monospace|inline-formula|tex-math|style|nocase)(?:\s[^<>]{0,300})?\/?>/gi

const entities: Readonly<Record<string, string>> = {
  ...{ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ', ndash: '–', mdash: '—' },
  ...{
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    hellip: '…',
    times: '×',
    deg: '°',
    alpha: 'α',
    beta: 'β',
  },
}

/** Text as people read it, of what exporters write as HTML or JATS: without the elements, with their entities. */
export function withoutMarkup(text: string): string {
  return text
    .replace(element, (_, name: string) => (block.test(name.toLowerCase()) ? ' ' : ''))
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, (whole, decimal, hex, name) => {
      if (name) return entities[name.toLowerCase()] ?? whole
      const point = decimal ? Number(decimal) : Number.parseInt(hex, 16)
      return point > 0x10_ffff ? whole : String.fromCodePoint(point)
    })
}
