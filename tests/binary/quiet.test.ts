import { expect, test } from "bun:test"
import { criadm, debianFiles, Tree } from "./program.ts"

test("-q is quieter: what would change in a line each, and nothing at all where all went well", () => {
  using node = new Tree(debianFiles)
  const there = ["--root", node.path]
  const wanted = [...there, "--cgroup-driver", "systemd", "--runtime-version", "1.7.24"]

  const planned = criadm(["plan", "-q", ...wanted]).out
  expect(planned).toContain("write /etc/containerd/config.toml\n")
  expect(planned).not.toContain("@@")
  expect(planned.length).toBeLessThan(criadm(["plan", ...wanted]).out.length)
  expect(criadm(["apply", "--yes", "-q", ...wanted])).toEqual({ code: 0, out: "", err: "" })
  expect(criadm(["apply", "--yes", "-q", ...wanted])).toEqual({ code: 0, out: "", err: "" })
  expect(criadm(["plan", "-q", ...wanted])).toEqual({ code: 0, out: "", err: "" })
  expect(criadm(["rollback", "--yes", "-q", ...there])).toEqual({ code: 0, out: "", err: "" })
  // What goes wrong is said.
  expect(criadm(["rollback", "7", "--yes", "-q", ...there]).err).not.toBe("")
})
