// The compiled criadm in surroundings that Bun programs usually listen to. It runs as root in whatever directory the
// operator happens to be in, so nothing that lies there may become part of it.
import { afterAll, expect, test } from "bun:test"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const checkout = join(import.meta.dir, "../..")
const program = process.env["CRIADM_PROGRAM"] ?? join(checkout, "dist/criadm")
const folder = mkdtempSync(join(tmpdir(), "criadm-program-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const built = existsSync(program) ? test : test.skip
if (!existsSync(program)) console.log(`skipped: there is no ${program}; build it with scripts/build`)

function start(args: readonly string[], environment: Record<string, string> = {}) {
  const ended = Bun.spawnSync([program, ...args], { cwd: folder, env: { PATH: "/usr/bin:/bin", ...environment } })
  return { exitCode: ended.exitCode, said: `${ended.stdout}${ended.stderr}` }
}

built("files of the current directory do not become part of the program", () => {
  const mark = join(folder, "was-run")
  writeFileSync(join(folder, "evil.ts"), `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "")\n`)
  writeFileSync(join(folder, "bunfig.toml"), 'preload = ["./evil.ts"]\n')
  writeFileSync(join(folder, ".env"), "LANG=zh_CN.UTF-8\nLC_ALL=zh_CN.UTF-8\n")
  writeFileSync(join(folder, "package.json"), '{ "imports": { "#x": "./evil.ts" }, "type": "commonjs" }\n')
  writeFileSync(join(folder, "tsconfig.json"), '{ "compilerOptions": { "jsxImportSource": "./evil.ts" } }\n')

  const here = start(["--help"])
  const elsewhere = Bun.spawnSync([program, "--help"], { cwd: "/", env: { PATH: "/usr/bin:/bin" } })

  expect(here).toEqual({ exitCode: 0, said: `${elsewhere.stdout}${elsewhere.stderr}` })
  expect(existsSync(mark)).toBe(false)
})

built("a module named in BUN_OPTIONS is not run", () => {
  const mark = join(folder, "was-preloaded")
  const module = join(folder, "preload.js")
  writeFileSync(module, `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "")\n`)

  start(["--version"], { BUN_OPTIONS: `--preload=${module}` })

  expect(existsSync(mark)).toBe(false)
})

built("no variable of Bun's own changes what the program is", () => {
  const version = start(["--version"])
  const module = join(folder, "loaded.js")
  writeFileSync(module, "")
  const options = [`--preload=${module}`, "--version", "--help", "--revision", "--config=/nonexistent", "--print=1"]
  const variables = [
    ...options.map((given) => ({ BUN_OPTIONS: given })),
    { BUN_BE_BUN: "1" },
    { BUN_INSPECT: "1" },
    { BUN_INSPECT_PRELOAD: module },
    { BUN_BYTECODE_ORDER_OUT: join(folder, "order") },
  ]
  for (const environment of variables) expect(start(["--version"], environment)).toEqual(version)
  expect(existsSync(join(folder, "order"))).toBe(false)
})

built("the program does not tell where it was built", () => {
  expect(readFileSync(program).includes(`${checkout}/`)).toBe(false)
})

built("version --verbose shows the dates in the tables, and when they were looked at", () => {
  const told = JSON.parse(start(["version", "--verbose", "-o", "json"]).said)

  expect(told.datesCheckedOn).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(told.support.map(({ runtime }: { runtime: string }) => runtime)).toContain("containerd")
  expect(start(["version", "--verbose"]).said).toContain(`as known on ${told.datesCheckedOn}`)
})

built("version says what the program was built from", () => {
  const { version } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"))

  const told = JSON.parse(start(["version", "-o", "json"]).said)

  expect(told).toMatchObject({ kind: "Version", release: version, target: `linux-${process.arch}` })
  expect(["glibc", "musl"]).toContain(told.form)
  expect(told.commit).toMatch(/^[0-9a-f]{40}(-dirty)?$|^unknown$/)
  expect(told.bun).toBe(Bun.version)
})
