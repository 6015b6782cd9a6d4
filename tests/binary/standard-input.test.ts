// Credentials that come by standard input: read once, never from a terminal, and nowhere afterwards but in files that root
// alone may read.
import { describe, expect, test } from "bun:test"
import { statSync } from "node:fs"
import { join } from "node:path"
import { contents, criadm, debianFiles, Tree } from "./program.ts"

const password = "Zq7hunter2xKw9"
const encoded = Buffer.from(`user:${password}`).toString("base64")
const isSecret = (text: string) => text.includes(password) || text.includes(encoded)

const where = (node: Tree) => ["--root", node.path, "--runtime", "containerd", "--runtime-version", "2.1.4"]
const only = ["--sandbox-image", "keep", "--no-kubelet"]
const row = ["--registry", "r.example:5000,credentials_file=-"]

const withoutTime = (line: string) => line.replace(/ \d+\.\d+ /, " ")

/** Files below a directory that have it, with their modes. */
function filesWith(directory: string): Readonly<Record<string, string>> {
  const found = Bun.spawnSync(["grep", "-rlE", `${password}|${encoded}`, directory]).stdout.toString()
  const paths = found.split("\n").filter((path) => path !== "")
  return Object.fromEntries(
    paths.map((path) => [path.slice(directory.length), (statSync(path).mode & 0o777).toString(8)]),
  )
}

describe("credentials of a registry by standard input", () => {
  test.each([
    ["as docker login writes them", JSON.stringify({ auths: { "r.example:5000": { auth: encoded } } })],
    ["as a name and a password", `user:${password}\n`],
  ])("%s are where they count, and otherwise only where root alone may read what undoing needs", (_, input) => {
    using node = new Tree(debianFiles)
    const files = () =>
      contents(node.path)
        .split("\n")
        .filter((line) => line.includes(" f "))
    const before = files()
    const run = (command: readonly string[], given?: string) =>
      criadm([...command], given === undefined ? {} : { input: given })

    const planned = run(["plan", ...where(node), ...only, ...row], input)
    const applied = run(["apply", "--yes", ...where(node), ...only, ...row, "-o", "json"], input)
    const again = run(["plan", ...where(node), "--detailed-exitcode", ...only, ...row], input)
    const remembered = run(["plan", ...where(node), "--detailed-exitcode"])
    const told = [
      ["history", "--root", node.path, "-o", "json"],
      ["detect", ...where(node).filter((word) => !["--runtime", "containerd"].includes(word)), "-o", "json"],
      ["explain", "--root", node.path, "-o", "json"],
      ["check", "--root", node.path, "-o", "json"],
      ["answers", ...where(node), ...only],
    ].map((command) => run(command))
    const written = filesWith(node.path)
    const undone = run(["rollback", "--yes", "--root", node.path, "-o", "json"])

    expect([planned.code, applied.code, again.code, undone.code]).toEqual([0, 0, 0, 0])
    // Nothing is asked for anew that an earlier run was given.
    expect({ code: remembered.code, said: remembered.err }).toEqual({ code: 0, said: remembered.err })
    for (const { out, err } of [planned, applied, again, remembered, ...told, undone]) {
      expect(isSecret(out + err)).toBe(false)
    }
    const { "/etc/containerd/certs.d/r.example:5000/hosts.toml": counts, ...kept } = written
    expect(counts).toBe("600")
    expect(Object.keys(kept).every((path) => path.startsWith("/var/lib/criadm/runs/"))).toBe(true)
    expect(new Set(Object.values(kept))).toEqual(new Set(["600"]))
    expect(statSync(join(node.path, "var/lib/criadm")).mode & 0o777).toBe(0o700)
    expect(files().map(withoutTime)).toEqual(before.map(withoutTime))
  })

  test("that containerd 1.x keeps in its own file are kept for undoing by root alone, and nothing shows them", () => {
    const config = `version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.8"
[plugins."io.containerd.grpc.v1.cri".registry.configs."r.example".auth]
  username = "user"
  password = "${password}"
[plugins."io.containerd.grpc.v1.cri".registry.configs."s.example".auth]
  auth = "${encoded}"
`
    using node = new Tree({ ...debianFiles, "etc/containerd/config.toml": config })
    const release = ["--runtime-version", "1.7.24"]
    const told = [
      ["plan", ...release, "--sandbox-image", "registry.k8s.io/pause:3.10.2"],
      ["apply", "--yes", ...release, "--sandbox-image", "registry.k8s.io/pause:3.10.2", "-o", "json"],
      ["history", "-o", "json"],
      ["detect", "-o", "json", ...release],
      ["explain", "-o", "json"],
      ["check", "-o", "json"],
    ].map(([command = "", ...args]) => criadm([command, "--root", node.path, ...args]))

    expect(told[1]?.code).toBe(0)
    for (const { out, err } of told) expect(isSecret(out + err)).toBe(false)
    const { "/etc/containerd/config.toml": own, ...kept } = filesWith(node.path)
    // The operator's own file, as the operator has it.
    expect(own).toBe("644")
    expect(new Set(Object.values(kept))).toEqual(new Set(["600"]))
    expect(Object.keys(kept).every((path) => path.startsWith("/var/lib/criadm/runs/"))).toBe(true)
  })

  test("are not read beside answers that come by it too", () => {
    using node = new Tree(debianFiles)

    const run = criadm(["plan", ...where(node), ...only, ...row, "--answers", "-"], { input: "settle = 2\n" })

    expect(run).toMatchObject({ code: 2, out: "" })
    expect(run.err.replaceAll("\n", " ")).toContain("by credentials_file=- and by --answers -")
  })

  test.each(["", "Zq7hunter2xKw9\n", '{"auths": [\n'])("that are none (%j) are refused, and not shown", (input) => {
    using node = new Tree(debianFiles)

    const run = criadm(["apply", "--yes", ...where(node), ...only, ...row], { input })

    expect(run.code).toBe(3)
    expect(run.err).toContain("Standard input is neither")
    expect(isSecret(run.out + run.err)).toBe(false)
  })

  test("are not typed on a terminal, which would show them", () => {
    using node = new Tree(debianFiles)
    const command = ["apply", "--yes", ...where(node), ...only, ...row].join(" ")
    const program = process.env["CRIADM_PROGRAM"] ?? join(import.meta.dir, "../../dist/criadm")

    const run = Bun.spawnSync(["script", "-qec", `${program} ${command}`, "/dev/null"], { timeout: 60_000 })

    expect(run.stdout.toString()).toContain("standard input, which is a terminal here")
    expect(run.exitCode).toBe(2)
  })
})
