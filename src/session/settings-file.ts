import path from "node:path"

/** Name of the settings file in the home folder. */
export const FILE = "genesis.yaml"

/** Where the settings of a home are. */
export const settingsFile = (home: string): string => path.join(home, FILE)
