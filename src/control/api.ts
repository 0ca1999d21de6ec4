import fastifySwagger from "@fastify/swagger"
import fastifyWebsocket from "@fastify/websocket"
import fastify from "fastify"
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod"
import type { Door } from "./door.ts"
import { keepDoor } from "./gatekeeping.ts"
import { answerProblem } from "./problem-answer.ts"
import { notServed } from "./refusals.ts"
import type { Answered } from "./request-log.ts"
import { accountRoutes } from "./routes/account.ts"
import { emergencyRoutes } from "./routes/emergency.ts"
import { commandLineRoutes } from "./routes/command-line.ts"
import { healthRoutes } from "./routes/health.ts"
import { journalRoutes } from "./routes/journal.ts"
import { notBuiltRoutes } from "./routes/not-built.ts"
import { pictureRoutes } from "./routes/picture.ts"
import { resultRoutes } from "./routes/results.ts"
import { systemRoutes } from "./routes/system.ts"
import { tiltRoutes } from "./routes/tilt.ts"
import type { Api, Scene } from "./scene.ts"

/** Larger requests are none that a person or a script of theirs makes. */
const BODY_MOST = 65_536

/** The whole API behind one door, not yet listening anywhere. */
export async function buildApi(
  scene: Scene,
  told: { readonly door: Door; readonly log: (answered: Answered) => void },
): Promise<Api> {
  const { version } = scene.controlled.about
  const app: Api = fastify({
    logger: false,
    bodyLimit: BODY_MOST,
    requestTimeout: 10_000,
    genReqId: requestIds(scene.controlled.about.process),
    routerOptions: { maxParamLength: 100 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.addHook("onSend", async (request, reply) => {
    reply.header("x-request-id", request.id).header("x-genesis-version", version)
  })
  keepDoor(app, { ...told, clock: scene.clock })
  app.setErrorHandler(answerProblem)
  app.setNotFoundHandler((request, reply) =>
    answerProblem(notServed(request.method, request.url), request, reply),
  )
  await app.register(fastifySwagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "GENESIS control API", version, description: DESCRIPTION },
    },
    transform: jsonSchemaTransform,
  })
  await app.register(fastifyWebsocket, { options: { maxPayload: BODY_MOST } })
  // Behind the plugins: they look at every route as it comes.
  await app.register(async (it) => {
    const routes = it.withTypeProvider<ZodTypeProvider>()
    for (const add of ROUTES) add(routes, scene)
    if (told.door.hasCommandLine) commandLineRoutes(routes, scene)
  })
  await app.ready()
  return app
}

const ROUTES: readonly ((api: Api, scene: Scene) => void)[] = [
  accountRoutes,
  resultRoutes,
  tiltRoutes,
  emergencyRoutes,
  journalRoutes,
  healthRoutes,
  systemRoutes,
  notBuiltRoutes,
  pictureRoutes,
]

const DESCRIPTION =
  "What a running engine shows of itself, and the few ways to act on it. It listens on a unix socket in " +
  "the account's folder and, when told so, on loopback; never beyond this machine. Amounts are decimal text."

function requestIds(process: number): () => string {
  let last = 0
  return () => `${process}-${++last}`
}
