import { type Instance, render } from "ink"
import { createElement, type ComponentProps } from "react"
import { Listener, nowhere } from "./listener.ts"

/** Hears the keyboard until it is unmounted. All of Ink comes with it, and nothing else asks for any. */
export function hear(props: ComponentProps<typeof Listener>): Instance {
  return render(createElement(Listener, props), {
    stdout: nowhere(),
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  })
}
