import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDraftReader, draftSchema } from '../../../src/answering/model/draft-stream.ts'
import type { Draft } from '../../../src/answering/types.ts'

const ids = new Map([
  ['1.1', 'paper-a#1'],
  ['2.3', 'paper-b#3'],
])

/** Reads pieces one after the other: all drafts, and how the answer ended. */
function read(pieces: Iterable<string>) {
  const reader = createDraftReader(ids)
  const drafts: Draft[] = []
  for (const piece of pieces) drafts.push(...reader.push(piece))
  return { drafts, complete: reader.complete(), malformed: reader.malformed() }
}

const one = '{"claims":[{"text":"HSTU wins.","cites":["2.3"]}]}'
const draft = { text: 'HSTU wins.', cites: ['paper-b#3'] }

describe('createDraftReader', () => {
  it('gives a draft as soon as its object is closed', () => {
    const reader = createDraftReader(ids)
    expect(reader.push('{"claims":[{"text":"One.","cites":["1.1"]')).toEqual([])
    expect(reader.push('}')).toEqual([{ text: 'One.', cites: ['paper-a#1'] }])
    expect(reader.push(',{"text":"Two.","cites":["2.3"]},')).toEqual([{ text: 'Two.', cites: ['paper-b#3'] }])
    expect(reader.complete()).toBe(false)
    reader.push('{"text":"Three.","cites":["1.1"]}]')
    expect(reader.complete()).toBe(true)
  })

  it.each([
    ['a code fence', `\`\`\`json\n${one}\n\`\`\``],
    ['prose around it', `Sure! Here is the answer:\n${one}\nHope this helps {really}.`],
    ['braces in the prose before it', `For the set {a, b} and {"x": 1}: ${one}`],
    ['thinking before it', `<think>I could say {"text": "no"} {{</think>${one}`],
    ['other members first', one.replace('{', '{"answerable":true,"notes":{"claims":["no"]},')],
    ['spaces and line breaks', JSON.stringify(JSON.parse(one), null, 2)],
  ])('reads an answer with %s', (_, text) => {
    expect(read([text])).toEqual({ drafts: [draft], complete: true, malformed: 0 })
  })

  it.each([
    ['several ids in one string', '"2.3, 1.1"', ['paper-b#3', 'paper-a#1']],
    ['ids in brackets', '"[2.3]"', ['paper-b#3']],
    ['an id twice', '"2.3","2.3"', ['paper-b#3']],
    ['an id that was never shown', '"7.7"', ['7.7']],
  ])('reads %s', (_, cites, expected) => {
    expect(read([one.replace('"2.3"', cites)]).drafts).toEqual([{ ...draft, cites: expected }])
  })

  it.each([
    ['no text', '{"cites":["2.3"]}'],
    ['empty text', '{"text":" ","cites":["2.3"]}'],
    ['a number for an id', '{"text":"x","cites":[2.3]}'],
    ['a bare string', '"HSTU wins [2.3]."'],
    ['far too much text', JSON.stringify({ text: 'x'.repeat(601), cites: [] })],
  ])('counts a claim with %s as malformed and goes on', (_, claim) => {
    expect(read([`{"claims":[${claim},${one.slice(11)}`])).toMatchObject({ drafts: [draft], malformed: 1 })
  })

  it('knows an empty list from no list', () => {
    expect(read(['{"claims":[]}'])).toEqual({ drafts: [], complete: true, malformed: 0 })
    expect(read(['{"claims":"none"}']).complete).toBe(false)
    expect(read(['{"answer":"HSTU"}']).complete).toBe(false)
    expect(read(['I do not know.']).complete).toBe(false)
  })

  it('keeps the claims before a fault, and takes none twice', () => {
    expect(read([`${one.slice(0, -2)},{"text": oops}]} ${one}`])).toMatchObject({
      drafts: [draft],
      complete: false,
    })
  })

  it('stops reading an answer without end', () => {
    const endless = read(Array.from({ length: 200 }, () => '{"claims":'.repeat(100)))
    expect(endless).toEqual({ drafts: [], complete: false, malformed: 0 })
  })

  it('reads the same however the text is cut into pieces', () => {
    const claims = fc.array(
      fc.record({ text: fc.string({ unit: 'grapheme' }), cites: fc.constant(['1.1']) }),
      {
        maxLength: 5,
      },
    )
    const cuts = fc.array(fc.nat(400), { maxLength: 12 })
    fc.assert(
      fc.property(claims, cuts, fc.boolean(), (list, at, escaped) => {
        const plain = JSON.stringify({ claims: list })
        const text = escaped
          ? plain.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          : plain
        const borders = [0, ...at.map((cut) => cut % text.length).sort((a, b) => a - b), text.length]
        const pieces = borders.slice(1).map((end, index) => text.slice(borders[index], end))
        const whole = read([text])
        expect(read(pieces)).toEqual(whole)
        expect(whole.complete).toBe(true)
        expect(whole.drafts.length + whole.malformed).toBe(list.length)
      }),
    )
  })

  it('asks for its form in the strict subset: all required, nothing additional, no ids', () => {
    expect(draftSchema.schema).toEqual({
      type: 'object',
      properties: {
        claims: {
          type: 'array',
          items: {
            type: 'object',
            properties: { text: { type: 'string' }, cites: { type: 'array', items: { type: 'string' } } },
            required: ['text', 'cites'],
            additionalProperties: false,
          },
        },
      },
      required: ['claims'],
      additionalProperties: false,
    })
  })
})
