// Why each package of package.json is there. A package without a reason does not come in: a test asks.
export const reasons: Readonly<Record<string, string>> = {
  cac: "reads the command line",
  ink: "draws the wizard; nothing of it is loaded outside it",
  "jsonc-parser": "edits JSON with places",
  react: "what Ink draws with",
  "smol-toml": "reads TOML values",
  "toml-eslint-parser": "says where each TOML key stands, so that only that key is edited",
  yaml: "reads YAML with places",
  "@biomejs/biome": "lint and format",
  "@types/react": "types",
  "@xterm/headless": "a terminal in tests",
  ajv: "judges printed documents by their JSON Schemas in tests",
  bun: "compiles the program to one file, and runs the tests",
  "bun-types": "types",
  "fast-check": "property tests",
  knip: "finds code that nobody uses",
  typescript: "types",
}
