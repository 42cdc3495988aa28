import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** What a page hands out to be handed back: nobody else can read or make it. */
export type Sealed = {
  seal(text: string): string
  /** Undefined for what was not sealed here. */
  open(sealed: string): string | undefined
}

const nonce = 12
const tag = 16

export function createSealed(secret: Buffer): Sealed {
  const key = createHmac('sha256', secret).update('seal').digest()
  return {
    seal(text) {
      const iv = randomBytes(nonce)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonce))
        decipher.setAuthTag(bytes.subarray(nonce, nonce + tag))
        const text = Buffer.concat([decipher.update(bytes.subarray(nonce + tag)), decipher.final()])
        return text.toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}
