import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  answer,
  repair,
  understanding,
  verdictList,
  WrittenClaim,
} from '../../../src/answering/model/forms.ts'
import { createValueReader } from '../../../src/answering/model/value-reader.ts'

/** Reads pieces one after the other: all elements, and the object if it was read to its end. */
function read(pieces: Iterable<string>, form = answer) {
  const reader = createValueReader(form)
  const elements: unknown[] = []
  for (const piece of pieces) elements.push(...reader.push(piece))
  elements.push(...reader.end())
  return { elements, whole: reader.whole() }
}

const one = '{"claims":[{"text":"HSTU wins.","cites":["2.3"]}]}'
const claim = { text: 'HSTU wins.', cites: ['2.3'] }

describe('createValueReader', () => {
  it('gives an element as soon as its object is closed, and the whole at the end', () => {
    const reader = createValueReader(answer)
    expect(reader.push('{"claims":[{"text":"One.","cites":["1.1"]')).toEqual([])
    expect(reader.push('}')).toEqual([{ text: 'One.', cites: ['1.1'] }])
    expect(reader.push(',{"text":"Two.","cites":["2.3"]}]')).toEqual([{ text: 'Two.', cites: ['2.3'] }])
    expect(reader.whole()).toBeUndefined()
    reader.push(',"not_stated":["when"]}')
    expect(reader.whole()).toMatchObject({ not_stated: ['when'] })
  })

  it('gives the whole of a form without a list', () => {
    const text = JSON.stringify({ question: 'Why?', language: 'German', kind: 'content', papers: [] })
    expect(read([`Here {it} is: ${text}`], understanding).whole).toMatchObject({ language: 'German' })
  })

  it.each([
    ['a code fence', `\`\`\`json\n${one}\n\`\`\``],
    ['prose around it', `Sure! Here is the answer:\n${one}\nHope this helps {really}.`],
    ['braces in the prose before it', `For the set {a, b} and {"x": 1}: ${one}`],
    ['thinking before it', `<think>I could say {"text": "no"} {{</think>${one}`],
    [
      'a draft in its thinking',
      `<think>\nElse {"claims":[{"text":"No.","cites":["1.1"]}]}.\n</think>\n\n${one}`,
    ],
    ['an empty draft in its thinking', `<think>Should nothing fit I return {"claims": []}.</think>${one}`],
    ['thinking that names its tag', `<think>I am in <think> now: {"claims": []}</think>${one}`],
    [
      'a draft in thinking whose first tag was swallowed',
      `Hm. {"claims":[{"text":"No.","cites":[]}]}</think>${one}`,
    ],
    ['thinking in brackets', `[THINK]{"claims": []}[/THINK]${one}`],
    ['an object around it', `{"answer":${one}}`],
    ['a bare list', JSON.stringify([claim])],
    ['a bare list in prose', `Two say so [1][2]: ${JSON.stringify([claim])}`],
    ['another name for the list', `{"statements":[${JSON.stringify(claim)}],"not_stated":[]}`],
    ['another name for the text', one.replace('"text"', '"sentence"')],
    ['other names for all', '{"points":[{"sources":["2.3"],"statement":"HSTU wins."}]}'],
    ['other members first', one.replace('{', '{"answerable":true,"notes":{"claims":["no"]},')],
    ['spaces and line breaks', JSON.stringify(JSON.parse(one), null, 2)],
  ])('reads an answer with %s', (_, text) => {
    for (const { elements, whole } of [read([text]), read(text)]) {
      expect(elements).toMatchObject([claim])
      expect(whole).toBeDefined()
    }
  })

  it.each([
    ['thinking without an end', `<think>I return {"claims":[{"text":"No.","cites":["1.1"]}]}`],
    ['two lists that might be it', `{"good":[${JSON.stringify(claim)}],"bad":[${JSON.stringify(claim)}]}`],
    ['a list of something else', '{"steps":[{"say":"No."}]}'],
    ['numbers in brackets', 'As [1] and [2, 3] say.'],
    ['an object of something else', '{"answer":"HSTU"}'],
  ])('reads nothing from %s', (_, text) => {
    expect(read([text])).toEqual({ elements: [], whole: undefined })
  })

  it('takes no name that might be another one', () => {
    const verdict = { claim: '1', verdict: 'supported', reason: 'It says so.' }
    const read1 = (fields: object) => read([JSON.stringify({ verdicts: [fields] })], verdictList).elements
    expect(read1(verdict)).toMatchObject([{ ...verdict, why: 'It says so.' }])
    const { verdict: said, ...rest } = verdict
    expect(read1({ ...rest, result: said })).toEqual([{ ...rest, result: said }])
  })

  it('gives elements at once where nothing is thought aloud', () => {
    const reader = createValueReader(answer)
    expect(reader.push(` \`\`\`json\n{"claims":[${JSON.stringify(claim)}`)).toEqual([claim])
    const thinking = createValueReader(answer)
    expect(thinking.push(`<think>{"claims":[]}</think>{"claims":[${JSON.stringify(claim)}`)).toEqual([claim])
  })

  it.each([
    ['several ids in one string', '["2.3, 1.1"]', ['2.3', '1.1']],
    ['ids in brackets', '["[2.3]"]', ['2.3']],
    ['an id twice', '["2.3","2.3"]', ['2.3']],
    ['a number for an id', '[2.3]', ['2.3']],
    ['ids without a list', '"2.3, 1.1"', ['2.3', '1.1']],
  ])('reads a claim with %s', (_, cites, expected) => {
    const [written] = read([one.replace('["2.3"]', cites)]).elements
    expect(WrittenClaim.parse(written)).toEqual({ ...claim, cites: expected })
  })

  it.each([
    ['no text', '{"cites":["2.3"]}'],
    ['empty text', '{"text":" ","cites":["2.3"]}'],
    ['a bare string', '"HSTU wins [2.3]."'],
    ['far too much text', JSON.stringify({ text: 'x'.repeat(601), cites: [] })],
  ])('gives a claim with %s too, which is none, and goes on', (_, bad) => {
    const [first, second] = read([`{"claims":[${bad},${one.slice(11)}`]).elements
    expect(WrittenClaim.safeParse(first).success).toBe(false)
    expect(second).toEqual(claim)
  })

  it('knows an empty list from no list', () => {
    expect(read(['{"claims":[]}'])).toEqual({ elements: [], whole: { claims: [] } })
    expect(read(['{"answer":"HSTU"}']).whole).toBeUndefined()
    expect(read(['I do not know.']).whole).toBeUndefined()
  })

  it('keeps the claims before a fault, and takes none twice', () => {
    expect(read([`${one.slice(0, -2)},{"text": oops}]} ${one}`])).toEqual({
      elements: [claim],
      whole: undefined,
    })
  })

  it('stops reading an answer without end', () => {
    const endless = read(Array.from({ length: 200 }, () => '{"claims":'.repeat(100)))
    expect(endless).toEqual({ elements: [], whole: undefined })
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
        expect(whole.whole).toBeDefined()
        expect(whole.elements).toHaveLength(list.length)
      }),
    )
  })

  it.each([understanding, answer, verdictList, repair])(
    'asks for $name in the strict subset: all required, nothing additional',
    ({ schema }) => {
      const objects = (part: unknown): readonly Record<string, unknown>[] =>
        part === null || typeof part !== 'object'
          ? []
          : [...('properties' in part ? [{ ...part }] : []), ...Object.values(part).flatMap(objects)]
      expect(objects(schema).length).toBeGreaterThan(0)
      for (const { properties, required, additionalProperties } of objects(schema)) {
        expect(required).toEqual(Object.keys(Object(properties)))
        expect(additionalProperties).toBe(false)
      }
    },
  )
})
