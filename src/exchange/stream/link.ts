/** What is sent over a socket, as far as it matters to those who carry it. */
export type About = "answer" | "depth" | "market" | "user"

/** The wire to one client: what the sessions need of a socket. */
export interface Link {
  send(text: string, about: About): void
  /** @param code of RFC 6455 */
  close(code: number, reason: string): void
}
