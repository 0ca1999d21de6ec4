import { setFlagsFromString } from "node:v8"

/**
 * Keeps the room for young garbage as small as it is when a process starts. What runs for weeks makes
 * little at a time, and room that grew for a busy minute would be held for good: three times 32 MB.
 */
export function keepYoungHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1")
}
