// What is different from the packages as published, in the program and in the wizard that tests bundle: no developer
// tools, and Bun's own measure of a text's width (docs/decisions/0007-ink.md).
import type { BunPlugin } from "bun"

// Ink imports the React developer tools behind a condition that bundlers cannot see through; we never want them.
const withoutDeveloperTools: BunPlugin = {
  name: "without-developer-tools",
  setup(builder) {
    builder.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: "react-devtools-core", namespace: "empty" }))
    builder.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "export default {}", loader: "js" }))
  },
}

// string-width says of Bun.stringWidth that it is the same; it is a hundred times as fast in a program just started.
const widthOfBun: BunPlugin = {
  name: "width-of-bun",
  setup(builder) {
    builder.onLoad({ filter: /node_modules\/string-width\/index\.js$/ }, () => ({
      contents: "export default (text, options) => Bun.stringWidth(text, options)",
      loader: "js",
    }))
  },
}

// toml-eslint-parser adds the nodes of TOML to those of JavaScript when it is loaded; we walk over TOML alone.
const visitorKeysOfToml: BunPlugin = {
  name: "visitor-keys-of-toml",
  setup(builder) {
    builder.onLoad({ filter: /node_modules\/eslint-visitor-keys\/lib\/index\.js$/ }, () => ({
      contents: "export const unionWith = (keys) => keys",
      loader: "js",
    }))
  },
}

export const plugins = [withoutDeveloperTools, widthOfBun, visitorKeysOfToml]
