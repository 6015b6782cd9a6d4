// The real hands on a real file system: criadm is killed at every system call that makes something last, and the next
// run puts the tree in order. Needs strace, which injects the kill.
import { afterAll, describe, expect, test } from "bun:test"
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import { recoverUnfinished } from "../../src/apply/run/under-lock.ts"
import { unfinishedRun } from "../../src/apply/run/unfinished.ts"
import type { FileChange, FileVersion } from "../../src/model/change.ts"
import type { Plan } from "../../src/model/plan.ts"
import { aclForUser1000, setAttribute } from "../machine/attributes.ts"
import { describeTree } from "./support/describe-tree.ts"
import { realContext } from "./support/real-context.ts"
import { count, newTally, printTally } from "./support/survival.ts"
import { runOptions } from "./support/test-node.ts"
import { directory, planOf } from "./support/test-plans.ts"

/** Some sixty starts of a program under strace on two busy cores. */
const campaignMilliseconds = 300_000

const scratch = mkdtempSync(join(tmpdir(), "criadm-apply-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const isRoot = process.geteuid?.() === 0
const owner = isRoot ? { uid: 5, gid: 7 } : { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 }
const self = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 }

function makeTree(name: string): string {
  const root = join(scratch, name)
  const put = (path: string, text: string, mode = 0o644, own = self) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    chmodSync(join(root, path), mode)
    chownSync(join(root, path), own.uid, own.gid)
  }
  put("/etc/containerd/config.toml", "version = 2\n")
  put("/etc/secret.toml", "\uFEFFtoken\r\n", 0o600, owner)
  put("/etc/old.conf", "old\n", 0o640)
  put("/opt/kubelet.yaml", "cgroupDriver: cgroupfs\n")
  symlinkSync("/opt/kubelet.yaml", join(root, "etc/kubelet.yaml"))
  mkdirSync(join(root, "var/lib"), { recursive: true })
  return root
}

function planFor(): Plan {
  const version = (text: string, mode = 0o644, own = self): FileVersion => ({ text, mode, ...own })
  const file = (path: string, before: FileVersion | null, after: FileVersion | null, realPath = path): FileChange => ({
    ...{ kind: "file", component: "containerd", path, realPath, before, after, why: [] },
  })
  return planOf([
    directory("/etc/containerd/certs.d"),
    file("/etc/containerd/certs.d/hosts.toml", null, version("server\n")),
    file("/etc/containerd/config.toml", version("version = 2\n"), version("version = 3\n")),
    file("/etc/secret.toml", version("\uFEFFtoken\r\n", 0o600, owner), version("\uFEFFother\r\n", 0o600, owner)),
    file("/etc/old.conf", version("old\n", 0o640), null),
    file(
      "/etc/kubelet.yaml",
      version("cgroupDriver: cgroupfs\n"),
      version("cgroupDriver: systemd\n"),
      "/opt/kubelet.yaml",
    ),
  ])
}

/** An ACL has changed the mode's bits of the group. */
function withModeOf(file: string, change: FileChange): FileChange {
  const mode = statSync(file).mode & 0o7777
  return change.before === null ? change : { ...change, before: { ...change.before, mode } }
}

describe("on a real file system", () => {
  test("apply and rollback end at the same bytes, modes, owners and links", async () => {
    const root = makeTree("plain")
    const before = describeTree(root)

    expect((await apply(realContext(root), planFor(), runOptions())).kind).toBe("applied")
    expect(describeTree(root)).not.toBe(before)
    expect(readlinkSync(join(root, "etc/kubelet.yaml"))).toBe("/opt/kubelet.yaml")
    expect((await rollBackRun(realContext(root), undefined, runOptions())).kind).toBe("applied")

    expect(describeTree(root)).toBe(before)
  })

  test("a file that a run removes comes back with its attributes and its ACL, and once more after that", async () => {
    const root = makeTree("attributes")
    const removed = join(root, "etc/old.conf")
    const hasAttributes = setAttribute(removed, "user.site", Buffer.from("kept"))
    setAttribute(removed, "system.posix_acl_access", aclForUser1000())
    if (!hasAttributes) console.log("no user attributes on this file system; only the rest is compared")
    const before = describeTree(root)
    const plan = planFor()
    const removal = plan.changes.filter((change) => change.kind === "file" && change.after === null)
    const changes = removal.map((change) => (change.kind === "file" ? withModeOf(removed, change) : change))

    expect((await apply(realContext(root), { ...plan, changes }, runOptions())).kind).toBe("applied")
    const without = describeTree(root)
    expect((await rollBackRun(realContext(root), 1, runOptions())).kind).toBe("applied")
    expect(describeTree(root)).toBe(before)
    expect((await rollBackRun(realContext(root), 2, runOptions())).kind).toBe("applied")
    expect(describeTree(root)).toBe(without)
    expect((await rollBackRun(realContext(root), 3, runOptions())).kind).toBe("applied")
    expect(describeTree(root)).toBe(before)
  })

  test("a second run at the same time is told who holds the lock", async () => {
    const root = makeTree("twice")
    const first = apply(realContext(root), planFor(), runOptions())
    const second = await apply(realContext(root), planFor(), runOptions())
    expect([(await first).kind, second.kind]).toEqual(["applied", "refused"])
    expect(second.fault).toMatchObject({ code: "locked", args: { pid: process.pid } })
  })

  const strace = Bun.which("strace")
  if (strace === null)
    console.log("kills at system calls are not tried: strace is not installed (apt-get install strace)")
  test.if(strace !== null)(
    "a kill at any system call that makes something last leaves the old tree or the new one",
    async () => {
      const done = makeTree("done")
      await apply(realContext(done), planFor(), runOptions())
      const [old, young] = [describeTree(makeTree("old")), describeTree(done)]
      const planFile = join(scratch, "plan.json")
      writeFileSync(planFile, JSON.stringify(planFor()))
      const tally = newTally()
      for (const call of ["fsync", "rename", "unlink", "mkdir", "fchown", "link"]) {
        for (let at = 1; ; at += 1) {
          const root = makeTree(`${call}-${at}`)
          const inject = `inject=${call}:signal=SIGKILL:when=${at}`
          const argv = [strace ?? "", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${call}`, "-e", inject]
          const program = [process.execPath, join(import.meta.dir, "real-apply.ts"), root, planFile]
          const child = Bun.spawn([...argv, ...program], { stdout: "ignore", stderr: "inherit" })
          if ((await child.exited) === 0) break
          tally.points += 1

          await recoverUnfinished(realContext(root), runOptions())

          const now = describeTree(root)
          count(tally, now === old ? "old" : now === young ? "new" : "lost", `killed at ${call} ${at}`)
          expect(unfinishedRun(realContext(root).machine)).toBeUndefined()
          rmSync(root, { recursive: true })
        }
      }
      printTally("kills at system calls", 1, 1, tally)
      expect(tally.lost).toEqual([])
      expect(tally.points).toBeGreaterThan(30)
    },
    campaignMilliseconds,
  )
})
