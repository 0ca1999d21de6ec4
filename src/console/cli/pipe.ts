import { EXIT } from "./exit.ts"

/** The reader of our output went away (`genesis … | head`): nobody is left to tell. */
export function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(EXIT.done)
  throw error
}
