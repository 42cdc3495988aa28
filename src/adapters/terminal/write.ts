/**
 * Writes and waits until the text is taken, so that a slow reader slows the writer down. False when nobody reads any
 * more (a closed pipe, as behind `| head`); fails on any other error.
 */
export function write(output: NodeJS.WritableStream, text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      if (!error) resolve(true)
      else if (isClosedPipe(error)) resolve(false)
      else reject(error)
    })
  })
}

/** Whether an error only says that the reader has gone. */
export function isClosedPipe(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ERR_STREAM_WRITE_AFTER_END'
}
