import { Problem } from "../value/problem.ts"

/** The answer's status for each code of a Problem; anything else is a request that cannot be followed. */
export const STATUS_OF: Readonly<Record<string, number>> = Object.freeze({
  KEY_MISSING: 401,
  KEY_REFUSED: 403,
  FORBIDDEN_HERE: 403,
  NOT_SERVED: 404,
  COMMAND_LINE_TAKEN: 409,
  TILT_LOCKED: 423,
  TOO_MANY_REQUESTS: 429,
  SESSION_ENDS: 503,
  API_MISTAKE: 500,
  NOT_BUILT: 501,
})

/** A problem as an answer: its stable code, its three parts, and the request it is about. */
export function toldOverWire(problem: Problem, requestId: string): Record<string, string> {
  const parts = [
    ["code", problem.code],
    ["what", problem.message],
    ["why", problem.why],
    ["next", problem.next],
    ["requestId", requestId],
  ]
  return Object.fromEntries(parts) as Record<string, string>
}

export function unclear(why: string): Problem {
  return new Problem({
    code: "REQUEST_UNCLEAR",
    what: "The request was not understood, so nothing was done.",
    why,
    next: "GET /openapi.json tells what each request looks like.",
  })
}

export function notServed(method: string, url: string): Problem {
  return new Problem({
    code: "NOT_SERVED",
    what: `There is no ${method} ${url.split("?")[0]} here.`,
    why: "The path or the method is written differently, or belongs to another version.",
    next: "GET /openapi.json lists every path.",
  })
}

export function commandLineTaken(): Problem {
  return new Problem({
    code: "COMMAND_LINE_TAKEN",
    what: "Another screen has the command line, so nothing was done.",
    why: "Any number of screens may look, and one may act: two hands on one account cross each other.",
    next: "Type take to have it here, or go to the other screen.",
  })
}

export function tooMany(waitMs: number): Problem {
  return new Problem({
    code: "TOO_MANY_REQUESTS",
    what: "Too much was asked at once, so this was not answered.",
    why: "Ten requests a second to one endpoint are heard, and twenty at once after a rest.",
    next: `Ask again in ${Math.ceil(waitMs / 1000)} s, and less often.`,
  })
}

/** For what the requirements name and nothing stands behind yet. */
export function notBuilt(what: string, instead: string): Problem {
  return new Problem({
    code: "NOT_BUILT",
    what: `${what} is not there yet.`,
    why: "The path is kept for it, so that nothing else will ever answer here.",
    next: instead,
  })
}

export function tiltLocked(why: string): Problem {
  return new Problem({
    code: "TILT_LOCKED",
    what: "The guard keeps its level.",
    why,
    next: "GET /tilt/status tells what brings it down. Exits and stops work at every level.",
  })
}

export function sessionEnds(cause: unknown): Problem {
  return new Problem({
    code: "SESSION_ENDS",
    what: "The engine ends: something went wrong in it.",
    why: "After a mistake its memory cannot be trusted. The journal can, and stops rest at the exchange.",
    next: 'Its log says what it was. Start it again with "genesis run": it goes on from its journal.',
    cause,
  })
}
