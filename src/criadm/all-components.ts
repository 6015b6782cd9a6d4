// All components that are known, for whoever opens a node: loading them takes a while.
export { components } from "../components/loaded.ts"
