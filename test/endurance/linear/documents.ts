/** What a reader of a whole document is given, with the text under test where people's words stand in it. */
export const documents: Readonly<Record<string, (text: string) => unknown>> = {
  'papers/sources/json-lines.ts readJsonLines': (text) => ({
    first: 1,
    text: [
      JSON.stringify({ title: text, abstract: text, authors: text, id: text, url: text, keywords: [text] }),
      JSON.stringify({
        ...{ id: '2608.00001', title: text, abstract: text, comments: text, categories: text },
        ...{ authors_parsed: [[text, text, '']], versions: [{ created: text }] },
      }),
    ].join('\n'),
  }),
  'papers/sources/json-lines.ts isSnapshotLine': (text) =>
    JSON.stringify({ authors_parsed: text, versions: text }),
  'papers/sources/huggingface.ts readDailyPapers': (text) =>
    JSON.stringify([
      { paper: { id: text, title: text, summary: text, authors: [{ name: text }], githubRepo: text } },
    ]),
  'papers/sources/arxiv-rss.ts readArxivRss': (text) =>
    `<rss><channel><title>cs.CL</title><item><guid>oai:arXiv.org:2608.00001v1</guid><title>${xml(text)}</title><link>${xml(text)}</link><description>${xml(text)}</description><creator>${xml(text)}</creator></item></channel></rss>`,
  'papers/sources/arxiv-query.ts readArxivQuery': (text) =>
    `<feed><entry><id>http://arxiv.org/abs/2608.00001v1</id><title>${xml(text)}</title><summary>${xml(text)}</summary><author><name>${xml(text)}</name></author><comment>${xml(text)}</comment></entry></feed>`,
  'retrieval/thesaurus.ts readThesaurus': (text) => `${text.replaceAll(/[\n#=]|->|<->/g, ' ')} = beta`,
  'answering/model/prompts.ts parsePrompt': (text) =>
    `---\nname: x\n---\n## system\n${text}\n## user\n${text}`,
}

function xml(text: string): string {
  // Characters that XML cannot hold are left out.
  return text
    .replaceAll(/(?![\t\n])\p{Cc}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
}
