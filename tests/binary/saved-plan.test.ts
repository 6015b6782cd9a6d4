// A saved plan is applied as root days later: it must be the one that was made for this node, and nobody else's work.
import { describe, expect, test } from "bun:test"
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { contents, criadm, debianFiles, Tree } from "./program.ts"

const flags = ["--runtime-version", "1.7.24", "--cgroup-driver", "systemd"]
const isRoot = process.geteuid?.() === 0
if (!isRoot) console.log("plans of other users are not tried: this needs root")

const planFor = (node: Tree, plan: string) => criadm(["plan", "--root", node.path, ...flags, "--out", plan])
const apply = (node: Tree, plan: string) => criadm(["apply", "--yes", "--root", node.path, plan])

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ")
}

describe("a saved plan", () => {
  test("is applied without the flags it was made with", () => {
    using node = new Tree(debianFiles)
    using files = new Tree()
    const plan = join(files.path, "plan")
    planFor(node, plan)

    expect(apply(node, plan).code).toBe(0)
    expect(readFileSync(join(node.path, "etc/containerd/config.toml"), "utf8")).toContain("SystemdCgroup = true")
  })

  const forgeries: readonly (readonly [string, (plan: Forged) => void])[] = [
    ["a file of its own", ({ changes }) => changes.push(fileChange("/etc/cron.d/evil", "* * * * * root evil\n"))],
    ["a directory of its own", ({ changes }) => changes.push({ ...directory, path: "/etc/evil" })],
    ["another text", (plan) => rewriteText(plan)],
    [
      "another owner",
      ({ changes }) => Object.assign(changes.find((one) => one["after"])?.["after"] ?? {}, { uid: 1000 }),
    ],
    ["a program of its own", ({ judgements }) => judgements.push(judgement)],
    ["another answer", ({ answers }) => Object.assign(answers.values, { "cgroup-driver": "cgroupfs" })],
    ["fewer changes", (plan) => plan.changes.splice(0)],
  ]
  test.each(forgeries)("with %s is refused, and nothing is touched", (_, forge) => {
    using node = new Tree(debianFiles)
    using files = new Tree()
    const plan = join(files.path, "plan")
    planFor(node, plan)
    const before = contents(node.path)
    const forged = JSON.parse(readFileSync(plan, "utf8")) as Forged
    forge(forged)
    writeFileSync(plan, JSON.stringify(forged))

    const run = apply(node, plan)

    expect(run.code).toBe(3)
    expect(onOneLine(run.err)).toContain("The node has changed since the plan was made")
    expect(contents(node.path)).toBe(before)
  })

  test("with answers that are none is no plan", () => {
    using node = new Tree(debianFiles)
    using files = new Tree()
    const plan = join(files.path, "plan")
    planFor(node, plan)
    for (const answers of [null, { values: { runtime: 5 }, chosenBy: {} }, { values: { colour: "x" }, chosenBy: {} }]) {
      writeFileSync(plan, JSON.stringify({ ...JSON.parse(readFileSync(plan, "utf8")), answers }))
      expect(apply(node, plan)).toMatchObject({ code: 2, err: expect.stringContaining("answers") })
    }
  })

  const others: readonly (readonly [string, (plan: string) => void, string])[] = [
    ["everybody can write", (plan) => chmodSync(plan, 0o666), "Others can write"],
    ["a group can write", (plan) => chmodSync(plan, 0o660), "Others can write"],
    ["belongs to another user", (plan) => chownSync(plan, 1000, 1000), "belongs to user 1000"],
    ["lies in a directory that everybody can write", (plan) => chmodSync(join(plan, ".."), 0o777), "Others can change"],
    ["lies in another user's directory", (plan) => chownSync(join(plan, ".."), 1000, 1000), "Others can change"],
  ]
  test.skipIf(!isRoot).each(others)("that %s is refused, and so are answers", (_, spoil, said) => {
    using node = new Tree(debianFiles)
    using files = new Tree()
    const plan = join(files.path, "plan")
    planFor(node, plan)
    spoil(plan)

    const run = apply(node, plan)
    const byAnswers = criadm(["apply", "--yes", "--root", node.path, "--answers", plan])

    expect(run.code).toBe(3)
    expect(onOneLine(run.err)).toContain(said)
    expect(byAnswers.code).toBe(3)
    expect(onOneLine(byAnswers.err)).toContain(said)
    expect(existsSync(join(node.path, "var/lib/criadm"))).toBe(false)
  })

  test.skipIf(!isRoot)("of the person who called sudo is his own", () => {
    using node = new Tree(debianFiles)
    using files = new Tree()
    const plan = join(files.path, "plan")
    planFor(node, plan)
    chownSync(plan, 1000, 1000)
    chownSync(files.path, 1000, 1000)
    const sudo = { env: { SUDO_UID: "1000" } }

    expect(criadm(["plan", "--root", node.path, ...flags, "--out", plan], sudo).code).toBe(0)
    expect(criadm(["apply", "--yes", "--root", node.path, plan], sudo).code).toBe(0)
  })
})

describe("plan --out", () => {
  test("makes a file for its owner alone, whatever was there", () => {
    using node = new Tree(debianFiles)
    using files = new Tree({ plan: "old" })
    const plan = join(files.path, "plan")
    chmodSync(plan, 0o644)

    expect(planFor(node, plan).code).toBe(0)
    expect(statSync(plan).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(plan, "utf8"))).toMatchObject({ kind: "Plan" })
  })

  test("never writes through a link, dangling or not", () => {
    using node = new Tree(debianFiles)
    using files = new Tree({ target: "mine" })
    for (const target of ["target", "nothing"]) {
      const plan = join(files.path, `to-${target}`)
      symlinkSync(target, plan)

      const run = planFor(node, plan)

      expect(run.code).toBe(3)
      expect(onOneLine(run.err)).toContain("it is a symbolic link")
      expect(lstatSync(plan).isSymbolicLink()).toBe(true)
    }
    expect(contents(files.path)).not.toContain("Plan")
    expect(existsSync(join(files.path, "nothing"))).toBe(false)
  })

  test("writes into a pipe", async () => {
    using node = new Tree(debianFiles)
    using files = new Tree()
    const [fifo, copy] = [join(files.path, "fifo"), join(files.path, "copy")]
    Bun.spawnSync(["mkfifo", fifo])
    const reader = Bun.spawn(["sh", "-c", 'cat "$1" > "$2"', "sh", fifo, copy])

    expect(planFor(node, fifo).code).toBe(0)
    // It ends with what was written; on a busy machine after the program that wrote it.
    await reader.exited
    mkdirSync(join(files.path, "done"))
    expect(readFileSync(copy, "utf8")).toContain('"kind": "Plan"')
  })
})

interface Forged {
  readonly changes: Record<string, unknown>[]
  readonly judgements: unknown[]
  readonly answers: { readonly values: object }
}

const directory = { kind: "directory", component: "containerd", mode: 0o755, why: [] }
const judgement = { component: "containerd", files: [], command: ["touch", "/tmp/evil"], timeoutSeconds: 1 }

function fileChange(path: string, text: string): Record<string, unknown> {
  const after = { text, mode: 0o644, uid: 0, gid: 0 }
  return { kind: "file", component: "containerd", path, realPath: path, before: null, after, why: [] }
}

function rewriteText({ changes }: Forged): void {
  const file = changes.find((one) => one["kind"] === "file")
  Object.assign((file?.["after"] as object | undefined) ?? {}, { text: "version = 2\n" })
}
