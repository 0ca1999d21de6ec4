/** What went wrong on the way, in words; by the codes of the system and of TLS. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  ENOTFOUND: "its name is not known to the name server",
  EAI_AGAIN: "the name server does not answer",
  ENETUNREACH: "there is no way to its network",
  EHOSTUNREACH: "there is no way to its machine",
  ETIMEDOUT: "it does not answer",
  UND_ERR_CONNECT_TIMEOUT: "it does not answer",
}

const CERTIFICATE = /CERT|SIGNATURE|ISSUER|TLS|SSL/

/** An error of a socket or of a request as a calm reason, without its stack. */
export function troubleOf(error: unknown): string {
  const { code, text } = rootOf(error)
  const words = code === undefined ? undefined : WORDS[code]
  if (words !== undefined) return words
  if (code !== undefined && CERTIFICATE.test(code)) {
    return `its certificate cannot be trusted (${code})`
  }
  const status = /^Unexpected server response: (\d+)/.exec(text)?.[1]
  if (status !== undefined) return `it answered ${status} instead of opening a WebSocket`
  if (text.includes("handshake has timed out")) return "it did not open in time"
  return text === "" ? "it failed without a reason" : `it failed: ${text.slice(0, 200)}`
}

/** The first code on the way to what caused the error, and the words of the last: libraries wrap. */
function rootOf(error: unknown): { readonly code: string | undefined; readonly text: string } {
  let text = ""
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth++) {
    text = at.message
    if ("code" in at && typeof at.code === "string") return { code: at.code, text }
    const first: unknown = at instanceof AggregateError ? at.errors[0] : undefined
    at = first ?? at.cause
  }
  return { code: undefined, text }
}
