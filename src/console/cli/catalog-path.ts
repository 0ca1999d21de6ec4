import path from "node:path"
import { homeFolder } from "./home.ts"

/** Where the catalog of market data lies: in the home folder, which is made if need be. */
export function catalogPath(): string {
  return path.join(homeFolder(), "catalog")
}
