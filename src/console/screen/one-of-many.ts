import { registerHooks } from "node:module"

/** Where Ink asks for one function, and gets more than four hundred files with it. */
const BARREL = "es-toolkit/compat"
const WANTED = "./function/throttle.mjs"

/**
 * Loads what loads Ink, without what it would bring along: all that lies beside the one function that it
 * takes from a library, and the web client of a megabyte by which its layout would read itself from its own
 * text. That is most of what a screen would load before its first frame.
 */
export async function withoutBarrel<T>(load: () => Promise<T>): Promise<T> {
  const hooks = registerHooks({
    resolve: (name, context, next) => {
      const found = next(name, context)
      return name === BARREL ? { ...found, url: new URL(WANTED, found.url).href } : found
    },
  })
  const client = Object.getOwnPropertyDescriptor(globalThis, "fetch")
  Reflect.deleteProperty(globalThis, "fetch")
  try {
    return await load()
  } finally {
    hooks.deregister()
    if (client) Object.defineProperty(globalThis, "fetch", client)
  }
}
