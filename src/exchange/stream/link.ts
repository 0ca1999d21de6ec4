/** The wire to one client: what the sessions need of a socket. */
export interface Link {
  send(text: string): void
  /** @param code of RFC 6455 */
  close(code: number, reason: string): void
}
