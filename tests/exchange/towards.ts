/** What a client says of something is only perhaps there by its types. */
export function there<T>(it: T | undefined): T {
  if (it === undefined) throw new Error("the client left something out")
  return it
}

/** Addresses of the real exchange, each led to a house; nothing else is changed. */
export function towards<T>(urls: T, to: { readonly http: string; readonly ws: string }): T {
  if (typeof urls === "string") {
    return urls.replace(/^https:\/\/[^/]+/, to.http).replace(/^wss:\/\/[^/]+/, to.ws) as T
  }
  const parts = Object.entries(urls as Readonly<Record<string, unknown>>)
  return Object.fromEntries(parts.map(([name, it]) => [name, towards(it, to)])) as T
}
