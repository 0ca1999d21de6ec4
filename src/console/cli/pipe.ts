import { EXIT } from "./exit.ts"

/** The reader of our output went away (`genesis … | head`, a closed window): nobody is left to tell. */
export function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (isReaderGone(error)) process.exit(EXIT.done)
  throw error
}

/** EIO is a terminal that was closed. */
export function isReaderGone({ code }: NodeJS.ErrnoException): boolean {
  return code === "EPIPE" || code === "EIO"
}
