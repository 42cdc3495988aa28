import { findPackageJSON } from 'node:module'
import { PaperboyError } from '../../lib/errors.ts'

/** LangChain's providers and the npm package that brings each (langchain 1.5, `initChatModel`). */
const packages: Readonly<Record<string, string>> = {
  openai: '@langchain/openai',
  azure_openai: '@langchain/openai',
  anthropic: '@langchain/anthropic',
  aws: '@langchain/aws',
  bedrock: '@langchain/aws',
  cerebras: '@langchain/cerebras',
  cohere: '@langchain/cohere',
  deepseek: '@langchain/deepseek',
  fireworks: '@langchain/fireworks',
  google: '@langchain/google',
  'google-genai': '@langchain/google-genai',
  'google-vertexai': '@langchain/google-vertexai',
  'google-vertexai-web': '@langchain/google-vertexai-web',
  groq: '@langchain/groq',
  mistral: '@langchain/mistralai',
  mistralai: '@langchain/mistralai',
  ollama: '@langchain/ollama',
  perplexity: '@langchain/perplexity',
  together: '@langchain/together-ai',
  xai: '@langchain/xai',
}

/**
 * Splits `provider:model` and makes sure that the provider's package is installed, without loading it.
 *
 * @throws PaperboyError for an unknown provider or a missing package, saying what to install
 */
export function readModelName(name: string): { provider: string; model: string } {
  const colon = name.indexOf(':')
  const provider = name.slice(0, Math.max(colon, 0))
  const model = name.slice(colon + 1)
  const known = Object.hasOwn(packages, provider) ? packages[provider] : undefined
  if (known === undefined || model === '')
    throw new PaperboyError(
      `"${name}" is not a chat model that can be used.`,
      `Set CHAT_MODEL to provider:model, such as openai:gpt-5.4-mini; the provider is one of ${Object.keys(packages).join(', ')}.`,
    )
  if (!isInstalled(known))
    throw new PaperboyError(
      `The chat model "${name}" needs a package that is not installed.`,
      `Run: npm install ${known}`,
    )
  return { provider, model }
}

function isInstalled(name: string): boolean {
  try {
    return findPackageJSON(name, import.meta.url) !== undefined
  } catch {
    return false
  }
}
