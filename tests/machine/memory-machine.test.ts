// The machine that other tests rely on: its faults and kills must be what they say.
import { describe, expect, test } from "bun:test"
import { failing, Killed, memoryMachine, succeeding } from "./memory-machine.ts"

const file = { bytes: Buffer.from("new\n"), mode: 0o600, uid: 1, gid: 2 }

describe("a node in memory", () => {
  test("a file replaced through a link is refused, and replaced at its real path", () => {
    const machine = memoryMachine({ files: { "/etc/a": "old\n" }, links: { "/etc/b": "a" } })

    expect(machine.replaceFile("/etc/b", file)).toMatchObject({ ok: false, failure: { errno: "ELOOP" } })
    expect(machine.replaceFile("/etc/a", file)).toEqual({ ok: true })

    expect(machine.text("/etc/b")).toBe("new\n")
    expect(machine.readFile("/etc/b")).toMatchObject({ realPath: "/etc/a", mode: 0o600, uid: 1, gid: 2 })
  })

  test("only the chosen act fails, and it changes nothing", () => {
    const machine = memoryMachine({ files: { "/etc/a": "old\n" } })
    machine.failAt(2, "ENOSPC")

    machine.makeDirectory("/etc/d", 0o755)
    const second = machine.replaceFile("/etc/a", file)
    const third = machine.appendLine("/etc/d/ledger", "one")

    expect(second).toMatchObject({ ok: false, failure: { act: "replace-file", path: "/etc/a", errno: "ENOSPC" } })
    expect(third).toEqual({ ok: true })
    expect(machine.text("/etc/a")).toBe("old\n")
    expect(machine.acts).toEqual(["make-directory /etc/d", "replace-file /etc/a", "append-line /etc/d/ledger"])
  })

  test("a process killed after an act has done it and does nothing more until the next process", () => {
    const machine = memoryMachine({ files: { "/etc/a": "old\n" } })
    machine.stopAt(1)

    expect(() => machine.replaceFile("/etc/a", file)).toThrow(Killed)
    expect(() => machine.readFile("/etc/a")).toThrow(Killed)

    machine.reboot()
    expect(machine.text("/etc/a")).toBe("new\n")
    expect(machine.removeFile("/etc/a")).toEqual({ ok: true })
  })

  test("a process killed before its first act has changed nothing", () => {
    const machine = memoryMachine({ files: { "/etc/a": "old\n" } })
    const before = machine.tree()
    machine.stopAt(0)

    expect(() => machine.replaceFile("/etc/a", file)).toThrow(Killed)

    expect(machine.tree()).toEqual(before)
  })

  test("a process killed within an act leaves half a line or a staged file, which the next act sweeps", () => {
    const machine = memoryMachine({ files: { "/etc/a": "old\n" } })
    machine.stopAt(2, "within")
    machine.appendLine("/ledger", "first")
    expect(() => machine.appendLine("/ledger", "second")).toThrow(Killed)
    machine.reboot()
    machine.appendLine("/ledger", "third")

    expect(machine.text("/ledger")).toBe("first\nsec\nthird\n")

    machine.reboot()
    machine.stopAt(1, "within")
    expect(() => machine.replaceFile("/etc/a", file)).toThrow(Killed)
    machine.reboot()

    expect(machine.list("/etc")).toEqual([".a.criadm-00c0ffee", "a"])
    expect(machine.text("/etc/a")).toBe("old\n")
    machine.replaceFile("/etc/a", file)
    expect(machine.list("/etc")).toEqual(["a"])
  })

  test("a program sees and changes the node, and can be made to fail", async () => {
    const restart = { argv: ["systemctl", "restart", "x"], timeoutSeconds: 1 }
    const machine = memoryMachine({
      files: { "/etc/a": "bad" },
      programs: { systemctl: (_, node) => (node.text("/etc/a") === "bad" ? failing("unit failed") : succeeding("up")) },
    })

    expect(await machine.act(restart)).toMatchObject({ state: "ran", exitCode: 1, stderr: "unit failed" })
    machine.put("/etc/a", "good")
    expect(await machine.act(restart)).toMatchObject({ state: "ran", exitCode: 0, command: restart.argv })
    machine.failAt(3, "ETIMEDOUT")
    expect(await machine.act(restart)).toMatchObject({ state: "timed-out" })
    expect(await machine.run({ argv: ["missing"], timeoutSeconds: 1 })).toMatchObject({ state: "not-found" })
  })

  test("a node under --root runs nothing and answers nothing", async () => {
    const machine = memoryMachine({ isLive: false, root: "/mnt", grpc: { "/run/x.sock": {} } })
    const call = { socket: "/run/x.sock", method: "/a/B", request: new Uint8Array(), timeoutMilliseconds: 1 }

    expect(await machine.run({ argv: ["true"], timeoutSeconds: 1 })).toMatchObject({ state: "not-possible" })
    expect(await machine.accepts("/run/x.sock")).toBe(false)
    expect(await machine.grpc(call)).toMatchObject({ state: "unreachable" })
  })

  test("a directory that others may write is refused unless it is sticky", () => {
    const machine = memoryMachine()
    machine.putDirectory("/open", { mode: 0o777 })
    machine.putDirectory("/tmp", { mode: 0o1777 })

    expect(machine.replaceFile("/open/a", file)).toMatchObject({ failure: { errno: "EUNSAFE" } })
    expect(machine.replaceFile("/tmp/a", file)).toEqual({ ok: true })
  })
})
