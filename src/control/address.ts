import { Problem } from "../value/problem.ts"

/** Where to listen beside the socket. */
export interface Address {
  readonly host: string
  readonly port: number
}

const HOSTS = ["127.0.0.1", "::1"]

/**
 * Reads `8787`, `127.0.0.1:8787` or `[::1]:8787`.
 * @throws Problem `NOT_LOOPBACK` for anything that others than this machine could reach
 */
export function listenAddress(text: string): Address {
  const [, given, port] = /^(?:(\[.*\]|[^:]*):)?(\d{1,5})$/.exec(text.trim()) ?? []
  const bare = given?.replace(/^\[(.*)\]$/, "$1")
  const host = bare === undefined || bare === "localhost" ? "127.0.0.1" : bare
  if (port !== undefined && Number(port) <= 65_535 && HOSTS.includes(host)) {
    return { host, port: Number(port) }
  }
  throw new Problem({
    code: "NOT_LOOPBACK",
    what: `The control API does not listen on "${text}".`,
    why: "It listens on loopback alone: nothing outside this machine ever reaches an account.",
    next: "Give a port, like 8787; from elsewhere, come over SSH.",
  })
}

/** What clients may call it, with its port. */
export function namesOf({ host, port }: Address): readonly string[] {
  return [host === "::1" ? `[::1]:${port}` : `127.0.0.1:${port}`, `localhost:${port}`]
}
