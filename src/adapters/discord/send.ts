import { DefaultRestOptions, type RESTOptions } from 'discord.js'

/**
 * Makes a request as discord.js does, but writes files out as bytes first. All copies of undici in a process share one
 * dispatcher, and that of a newer copy refuses the forms that discord.js makes for its own, older one.
 */
export const send: RESTOptions['makeRequest'] = async (url, options) => {
  if (!(options.body instanceof FormData)) return DefaultRestOptions.makeRequest(url, options)
  const form = new Response(options.body)
  const type = form.headers.get('content-type') ?? 'multipart/form-data'
  return DefaultRestOptions.makeRequest(url, {
    ...options,
    headers: { ...Object(options.headers), 'content-type': type },
    body: await form.bytes(),
  })
}
