// Output that fails, in every way it can: a run goes to its end and says so with its exit code and its record, and a
// command that only looks does not claim to have told anything.
import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { criadm, debianFiles, program, Tree } from "./program.ts"

/**
 * Runs a command with both its outputs in one of these: a full disk, a terminal that has vanished, one that somebody
 * stopped (Ctrl-S), a pipe that nobody reads (blocking and not), one whose reader has gone, and closed descriptors.
 * Prints the exit code, or "hangs" after 60 s.
 */
const runner = `
import os, pty, subprocess, sys, fcntl, termios, tty
how, argv = sys.argv[1], sys.argv[2:]
keep = []
def full_pipe():
    r, w = os.pipe(); keep.append(r)
    fcntl.fcntl(w, fcntl.F_SETFL, os.O_NONBLOCK)
    try:
        while True: os.write(w, b"x" * 4096)
    except BlockingIOError: pass
    return w
if how == "ENOSPC": out = os.open("/dev/full", os.O_WRONLY)
elif how == "EIO":
    m, out = pty.openpty(); os.close(m)
elif how == "stopped terminal":
    m, out = pty.openpty(); keep.append(m); termios.tcflow(out, termios.TCOOFF)
elif how == "EAGAIN": out = full_pipe()
elif how == "full pipe":
    out = full_pipe(); fcntl.fcntl(out, fcntl.F_SETFL, 0)
elif how == "EPIPE":
    r, out = os.pipe(); os.close(r)
elif how == "EBADF": out = None
closed = (lambda: (os.close(1), os.close(2))) if out is None else None
child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=closed,
    env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})
try: print(child.wait(60))
except subprocess.TimeoutExpired:
    child.kill(); print("hangs")
`

function exitWithOutput(how: string, ...args: readonly string[]): string {
  const { stdout, stderr } = Bun.spawnSync(["python3", "-c", runner, how, program, ...args])
  return stdout.toString().trim() || stderr.toString()
}

const ways = ["ENOSPC", "EIO", "stopped terminal", "EAGAIN", "full pipe", "EPIPE", "EBADF"] as const

for (const how of ways) {
  test(`with output into ${how} a run goes to its end, and record and exit code say so`, () => {
    using node = new Tree(debianFiles)
    const apply = ["apply", "--yes", "--root", node.path, "--cgroup-driver", "systemd", "--runtime-version", "1.7.24"]

    expect(exitWithOutput(how, ...apply)).toBe("0")

    expect(readFileSync(join(node.path, "etc/containerd/config.toml"), "utf8")).toContain("SystemdCgroup = true")
    const { runs } = JSON.parse(criadm(["history", "--root", node.path, "-o", "json"]).out)
    expect(runs).toMatchObject([{ number: 1, outcome: "applied" }])

    expect(exitWithOutput(how, "rollback", "--yes", "--root", node.path)).toBe("0")
    expect(readFileSync(join(node.path, "etc/containerd/config.toml"), "utf8")).toBe(
      debianFiles["etc/containerd/config.toml"] as string,
    )
  })
}

test("a command that only looks ends with 3 when its findings cannot be printed", () => {
  using node = new Tree(debianFiles)

  expect(exitWithOutput("ENOSPC", "check", "--root", node.path)).toBe("3")
  expect(exitWithOutput("EIO", "plan", "--root", node.path, "-o", "json")).toBe("3")
  // Whoever closed the pipe has read enough.
  expect(exitWithOutput("EPIPE", "detect", "--root", node.path)).toBe("0")
})
