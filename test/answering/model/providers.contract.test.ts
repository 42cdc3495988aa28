import { describe, expect, it } from 'vitest'
import { createChatModel } from '../../../src/answering/model/langchain.ts'
import { contractKey, drain, modelContract, request } from '../../contracts/model.ts'
import { anthropic, google, mistral, ollama, type Protocol } from '../../fakes/model-protocols.ts'
import { startFakeModelServer } from '../../fakes/model-server.ts'
import { streamed } from '../../fakes/openai-answers.ts'

const providers = [
  ['anthropic', 'ANTHROPIC', anthropic],
  ['google', 'GOOGLE', google],
  ['mistral', 'MISTRAL', mistral],
  ['ollama', 'OLLAMA', ollama],
] as const satisfies readonly (readonly [string, string, Protocol])[]

describe.each(providers)('%s', (id, prefix, protocol) => {
  const modelAt = ({ url }: { url: string }) =>
    createChatModel({
      model: `${id}:a-model`,
      settings: { [`${prefix}_API_KEY`]: contractKey, [`${prefix}_BASE_URL`]: url },
    })

  modelContract(id, () => startFakeModelServer(protocol), modelAt)

  it('is asked for JSON of the schema, with the key', async () => {
    const server = await startFakeModelServer(protocol)
    server.script(streamed('{"claims":[]}'))
    await drain(modelAt(server))
    expect(server.requests[0]?.schema).toEqual(request().schema.schema)
    expect(server.requests[0]?.key).toBe(id === 'ollama' ? undefined : contractKey)
    await server.close()
  })

  it('is asked without a schema where its model knows none, and that is remembered', async () => {
    const wantsSchema = (body: unknown) => protocol.schemaOf(body) !== undefined
    const isJsonMode = (body: unknown) => /"json_object"|"format":"json"/.test(JSON.stringify(body))
    const server = await startFakeModelServer(protocol, (body) =>
      wantsSchema(body) || isJsonMode(body) ? 'Structured output is not supported by this model' : undefined,
    )
    server.script(streamed('{"claims":[]}'), streamed('{"claims":[]}'))
    const model = modelAt(server)
    await drain(model)
    await drain(model)
    expect(server.requests.map(({ body }) => wantsSchema(body)).slice(0, 2)).toEqual([true, false])
    expect(server.requests).toHaveLength(id === 'mistral' || id === 'ollama' ? 4 : 3)
    await server.close()
  })
})
