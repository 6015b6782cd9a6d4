// The machines that criadm is offered for, as rows. `suffix` ends the name of the download; the static form, made from
// the glibc rows, has none. `bunPackage` is the npm package that holds Bun for the target (package-lock.json).

export const targets = [
  { name: "linux-x64", form: "glibc", suffix: "-glibc", bunTarget: "bun-linux-x64", bunPackage: "@oven/bun-linux-x64" },
  {
    name: "linux-arm64",
    form: "glibc",
    suffix: "-glibc",
    bunTarget: "bun-linux-arm64",
    bunPackage: "@oven/bun-linux-aarch64",
  },
  {
    name: "linux-x64",
    form: "musl",
    suffix: "-musl",
    bunTarget: "bun-linux-x64-musl",
    bunPackage: "@oven/bun-linux-x64-musl",
  },
  {
    name: "linux-arm64",
    form: "musl",
    suffix: "-musl",
    bunTarget: "bun-linux-arm64-musl",
    bunPackage: "@oven/bun-linux-aarch64-musl",
  },
  {
    name: "windows-x64",
    form: "windows",
    suffix: ".exe",
    bunTarget: "bun-windows-x64",
    bunPackage: "@oven/bun-windows-x64",
  },
]

/** This machine as a target, with the Bun of node_modules; `bunTarget` null makes Bun take itself. */
export function nativeTarget() {
  const architecture = process.arch === "arm64" ? "arm64" : "x64"
  // Node's report names the C library's version on glibc only.
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  const isGlibc = header.glibcVersionRuntime !== undefined
  return { name: `linux-${architecture}`, form: isGlibc ? "glibc" : "musl", bunTarget: null, bunPackage: null }
}
