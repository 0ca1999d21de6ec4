import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { SMTPServer } from "smtp-server"
import { afterEach, describe, expect, it } from "vitest"
import { parseInstant } from "../value/time.ts"
import { Notices, routeOf } from "./notices.ts"
import { readSettings } from "./settings.ts"

const AT = parseInstant("2026-03-02 14:02")

let servers: SMTPServer[] = []
afterEach(async () => {
  await Promise.all(servers.map((it) => new Promise<void>((done) => it.close(done))))
  servers = []
})

/** A real SMTP server on this machine; it keeps what it is given. */
async function mailServer(told: { readonly user?: string } = {}) {
  const mails: { to: string; body: string }[] = []
  const server = new SMTPServer({
    authOptional: told.user === undefined,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      const isKnown = username === told.user && password === "open sesame"
      done(isKnown ? null : new Error("nobody of that name"), { user: username })
    },
    onData: (stream, { envelope }, done) => {
      void text(stream).then((body) => {
        mails.push({ to: envelope.rcptTo.map(({ address }) => address).join(), body })
        done()
      })
    },
  })
  // What a client does wrong is the client's to tell.
  server.on("error", () => {})
  servers.push(server)
  server.listen(0, "127.0.0.1")
  await once(server.server, "listening")
  return { mails, port: (server.server.address() as AddressInfo).port }
}

function noticesTo(port: number, environment: Readonly<Record<string, string>> = {}) {
  const notice = { to: "ann@example.org", from: "genesis@example.org", host: "127.0.0.1", port }
  const settings = readSettings("/nowhere", {}, { notice })
  const route = routeOf(settings, environment)
  if (route === undefined) throw new Error("no route")
  const troubles: string[] = []
  return { troubles, notices: new Notices({ route, onTrouble: (it) => troubles.push(it) }) }
}

describe("TILT-59: the notice that leaves the machine", () => {
  it("is off until its owner turns it on", () => {
    expect(routeOf(readSettings("/nowhere", {}), {})).toBeUndefined()
  })

  it("arrives, is neutral, and comes once an hour at most", async () => {
    const { mails, port } = await mailServer()
    const { notices, troubles } = noticesTo(port)
    notices.send(AT, 0)
    notices.send(AT, 3_599_999)
    await notices.close()
    expect([mails.length, troubles]).toEqual([1, []])
    const [{ to, body } = { to: "", body: "" }] = mails
    expect(to).toBe("ann@example.org")
    expect(body).toContain("Subject: GENESIS: a pause began")
    expect(body).toContain("2026-03-02 14:02 UTC")
    expect(body).not.toMatch(/tilt|loss|score|level|\$|%|!/i)
  })

  it("comes again after an hour", async () => {
    const { mails, port } = await mailServer()
    const { notices } = noticesTo(port)
    notices.send(AT, 0)
    notices.send(AT, 3_600_000)
    await notices.close()
    expect(mails).toHaveLength(2)
  })

  it("takes its password from the environment, and keeps it to itself when it is refused", async () => {
    const { mails, port } = await mailServer({ user: "genesis" })
    const login = { GENESIS_SMTP_USER: "genesis", GENESIS_SMTP_PASSWORD: "open sesame" }
    const good = noticesTo(port, login)
    good.notices.send(AT, 0)
    await good.notices.close()
    expect(mails).toHaveLength(1)
    const bad = noticesTo(port, { ...login, GENESIS_SMTP_PASSWORD: "closed sesame" })
    bad.notices.send(AT, 0)
    await bad.notices.close()
    expect(bad.troubles.join()).toMatch(
      /was not sent\. The mail server 127\.0\.0\.1 said: .*Trading goes on/,
    )
    expect(bad.troubles.join()).not.toContain("closed sesame")
  })

  it("never holds anybody up: a server that is not there is told, and that is all", async () => {
    const { port } = await mailServer()
    await Promise.all(servers.map((it) => new Promise<void>((done) => it.close(done))))
    servers = []
    const { notices, troubles } = noticesTo(port)
    notices.send(AT, 0)
    await notices.close()
    expect(troubles.join()).toContain("ECONNREFUSED")
  })

  it("is refused with an address that is none, or without a server", () => {
    const wrong = (notice: object) => () => readSettings("/nowhere", {}, { notice })
    expect(wrong({ to: "ann" })).toThrow(/setting/)
    expect(wrong({ to: "ann@example.org" })).toThrow(/setting/)
    expect(
      wrong({ to: "a@example.org\nBcc: b@example.org", from: "g@example.org", host: "h" }),
    ).toThrow(/setting/)
  })
})
