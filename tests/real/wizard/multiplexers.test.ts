// The wizard within tmux and GNU screen, as on a node that somebody reached by ssh: Debian's packages in a root of
// their own. What the multiplexer makes of the wizard's output is what the person sees.
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { Pty } from "../../../scripts/terminal/pty.ts"
import { inRoot } from "../downloads/downloads.ts"
import { program } from "../support/criadm-program.ts"
import { needsOfPackages, releases, unpacked } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"

// Some 20 MB are fetched once. Milliseconds.
setDefaultTimeout(120_000)

const needs = { programs: ["unshare", "chroot", "mount", ...needsOfPackages.programs] }

/** What each screen on the way shows that no other does. */
const way = ["Show where each fact", "1 failure, 4 warnings", "Review: exactly this", "What to do with this plan"]

const multiplexers = {
  tmux: { command: "/usr/bin/tmux", args: ["-u", "-f", "/dev/null", "new-session", "/criadm demo; sleep 1000"] },
  screen: { command: "/usr/bin/screen", args: ["-U", "-c", "/dev/null", "/bin/sh", "-c", "/criadm demo; sleep 1000"] },
} as const

const prepare = `mount --rbind /dev "$root/dev"
mkdir -p "$root/root" "$root/tmp/screen" "$root/var/run/screen"
echo 'root:x:0:0:root:/root:/bin/sh' > "$root/etc/passwd"
echo 'tty:x:5:' > "$root/etc/group"
chmod 700 "$root/tmp/screen"
chmod 1777 "$root/tmp"`

describeReal("within", needs, () => {
  let root = ""
  beforeAll(async () => {
    const trixie = releases.find(({ suite }) => suite === "trixie")
    if (trixie === undefined) throw new Error("no trixie")
    root = await unpacked("multiplexers", trixie, [
      ...["tmux", "screen", "ncurses-base", "ncurses-bin", "libc-bin", "dash", "coreutils"],
    ])
  }, 15 * 60_000)

  test.each(Object.entries(multiplexers))(
    "%s Enter alone makes a right node, also after a resize",
    async (_, { command, args }) => {
      await using terminal = new Pty(inRoot(root, program, args, prepare, command), {
        patienceSeconds: 30,
        environment: { SCREENDIR: "/tmp/screen", HOME: "/root", SHELL: "/bin/sh" },
      })
      for (const shown of way) {
        await terminal.shows(shown)
        if (shown === "Review: exactly this") {
          terminal.resize(100, 30)
          await terminal.until(
            (text) => / q leave/.test(text) && text.includes("❯ Continue"),
            "the review at the new size",
          )
        }
        // A failure is red and the item that Enter takes is cyan (of the sixteen colours 1 and 6), here as anywhere.
        if (shown.startsWith("1 failure")) {
          const y = terminal.lines().findIndex((text) => text.includes("✗ failure"))
          expect(terminal.cell((terminal.lines()[y] ?? "").indexOf("✗"), y).color).toBe(1)
        }
        terminal.send("\r")
      }
      await terminal.shows("Applied and verified. Keep it?")
      terminal.send("\r")
      await terminal.shows("The node is as asked")
      // The shell line "clear to the end" of the frame before must not be left over.
      expect(terminal.text().match(/❯/g)).toHaveLength(1)
      terminal.send("\r")
      await terminal.shows("on a node: criadm rollback 1")
      await terminal.until((text) => text.includes("criadm: ") && !text.includes("❯"), "what the wizard leaves behind")
    },
  )
})
