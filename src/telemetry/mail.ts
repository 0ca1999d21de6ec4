import { Problem } from "../value/problem.ts"

/** A mail server, and who writes to whom. */
export interface MailRoute {
  readonly to: string
  readonly from: string
  readonly host: string
  readonly port: number
  /** Encrypted from the first byte, or asked for afterwards. On this machine itself neither is needed. */
  readonly tls: "at-once" | "asked"
  readonly login?: { readonly user: string; readonly password: string }
}

export interface Mail {
  readonly subject: string
  readonly text: string
}

/** No step of sending is waited for longer. */
const PATIENCE_MS = 15_000
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/**
 * Sends one mail over SMTP. A server elsewhere is spoken to over TLS or not at all.
 * @throws Problem `MAIL_NOT_SENT`
 */
export async function sendMail(route: MailRoute, mail: Mail): Promise<void> {
  // Loaded when the first mail is sent: most sessions send none.
  const { createTransport } = await import("nodemailer")
  const { to, from, host, port, tls, login } = route
  const isHere = LOOPBACK.test(host)
  const transport = createTransport({
    host,
    port,
    secure: !isHere && tls === "at-once",
    requireTLS: !isHere,
    ignoreTLS: isHere,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
  })
  try {
    await transport.sendMail({ to, from, subject: mail.subject, text: mail.text })
  } catch (cause) {
    throw new Problem({
      code: "MAIL_NOT_SENT",
      what: `The notice to ${to} was not sent.`,
      why: `The mail server ${host} said: ${(cause as Error).message}`,
      next: "Trading goes on as before. Look at the notice settings, GENESIS_SMTP_USER and GENESIS_SMTP_PASSWORD.",
      cause,
    })
  } finally {
    transport.close()
  }
}
