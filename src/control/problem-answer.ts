import type { FastifyError, FastifyReply, FastifyRequest } from "fastify"
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod"
import { Problem } from "../value/problem.ts"
import { STATUS_OF, toldOverWire, unclear } from "./refusals.ts"

/** Whatever goes wrong is told in the three parts of the house; nobody is shown a stack. */
export function answerProblem(
  error: Problem | FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = problemFor(error)
  const { code } = problem
  const { statusCode } = error as Partial<FastifyError>
  return reply
    .code(STATUS_OF[code] ?? (code === "REQUEST_UNCLEAR" ? statusCode : undefined) ?? 400)
    .type("application/json")
    .serializer((value: unknown) => JSON.stringify(value))
    .send(toldOverWire(problem, request.id))
}

function problemFor(error: Problem | FastifyError | Error): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const said = error.validation.map(({ instancePath, message }) => {
      const at = instancePath.replaceAll("/", ".").replace(/^\./, "")
      return at === "" ? message : `${at}: ${message}`
    })
    return unclear(`${said.slice(0, 4).join("; ").slice(0, 500)}.`)
  }
  const { statusCode = 500, message } = error as FastifyError
  if (statusCode < 500) return unclear(`${message.replace(/\.$/, "")}.`)
  return new Problem({
    code: "API_MISTAKE",
    what: "The request was not answered because of a mistake in the program.",
    why: `${error.name}: ${message}`.slice(0, 300),
    next: "The engine goes on. Keep the request and its id; they tell where.",
    cause: error,
  })
}
