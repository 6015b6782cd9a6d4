// The components of known.ts, loaded: whoever looks at a node needs all of them.
import type { Component } from "./component.ts"
import { listed } from "./known.ts"

export const components: readonly Component[] = await Promise.all(listed.map((component) => component.load()))
