// Completion in the shells themselves: bash, zsh and fish of Debian trixie in a root of their own, criadm in their PATH,
// a person who types and presses Tab. What they offer is compared with what criadm knows.
import { beforeAll, setDefaultTimeout, test } from "bun:test"
import { Pty } from "../../../scripts/terminal/pty.ts"
import { program } from "../support/criadm-program.ts"
import { needsOfPackages, releases, unpacked } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"
import { inRoot } from "./downloads.ts"

// Some 30 MB are fetched once. Milliseconds.
setDefaultTimeout(120_000)

const needs = { programs: ["unshare", "chroot", "mount", ...needsOfPackages.programs] }

/** A node below /node of the root, with one run that can be undone, and criadm and its completions where they belong. */
const prepare = `mount --bind /dev "$root/dev"
ln -s /criadm "$root/usr/bin/criadm"
mkdir -p "$root/node/etc/containerd" "$root/node/usr/lib" "$root/usr/share/zsh/vendor-completions" "$root/root"
printf 'ID=debian\\n' > "$root/node/etc/os-release"
printf 'version = 2\\n' > "$root/node/etc/containerd/config.toml"
chroot "$root" /criadm apply --yes --root /node --runtime containerd --runtime-version 1.7.24 --cgroup-driver systemd > /dev/null
chroot "$root" /criadm completion bash > "$root/completion.bash"
chroot "$root" /criadm completion zsh > "$root/usr/share/zsh/vendor-completions/_criadm"
mkdir -p "$root/usr/share/fish/vendor_completions.d"
chroot "$root" /criadm completion fish > "$root/usr/share/fish/vendor_completions.d/criadm.fish"`

/** How each shell is started without anybody's own configuration, and made ready. */
const shells = {
  bash: { command: "/bin/bash", args: ["--norc", "--noprofile", "-i"], ready: ". /completion.bash" },
  zsh: { command: "/bin/zsh", args: ["-f", "-i"], ready: "autoload -Uz compinit; compinit -u -D; LISTMAX=1000" },
  fish: { command: "/usr/bin/fish", args: ["-i"], ready: "set -g fish_autosuggestion_enabled 0" },
} as const

/** What is typed before Tab, and words that must then be offered. */
const cases: readonly { readonly typed: string; readonly offers: readonly string[] }[] = [
  { typed: "criadm ver", offers: ["verify", "version"] },
  { typed: "criadm apply --cgroup-driver ", offers: ["cgroupfs", "systemd"] },
  { typed: "criadm apply --cgroup-driver=", offers: ["cgroupfs", "systemd"] },
  { typed: "criadm plan --runtime ", offers: ["containerd", "crio", "docker", "mcr"] },
  { typed: "criadm --runtime c", offers: ["containerd", "crio"] },
  { typed: "criadm migrate ", offers: ["cgroup-driver", "runtime", "schema"] },
  { typed: "criadm migrate cgroup-driver --done c", offers: ["cluster-config", "control-plane"] },
  { typed: "criadm check cri-no", offers: ["cri-no-answer", "cri-not-ready", "cri-not-served"] },
  { typed: "criadm check --ignore kubeadm-s", offers: ["kubeadm-swap"] },
  { typed: "criadm check --only containerd-schema-r", offers: ["containerd-schema-refused"] },
  { typed: "criadm check --explain crio-b", offers: ["crio-backup-loaded"] },
  { typed: "criadm explain cgroup-", offers: ["cgroup-driver"] },
  { typed: "criadm rollback --root /node ", offers: ["1"] },
  { typed: "criadm --root /node rollback ", offers: ["1"] },
  { typed: "criadm completion ", offers: ["bash", "fish", "zsh"] },
  { typed: "criadm watch --install --chec", offers: ["--check"] },
  { typed: "criadm apply --lock", offers: ["--lock-timeout"] },
  { typed: "criadm plan --answers /completion.b", offers: ["/completion.bash"] },
]

describeReal("completion", needs, () => {
  let root = ""
  beforeAll(async () => {
    const trixie = releases.find(({ suite }) => suite === "trixie")
    if (trixie === undefined) throw new Error("no trixie")
    root = await unpacked("shells", trixie, [
      "bash",
      "zsh",
      "fish",
      "sed",
      "coreutils",
      "ncurses-base",
      "ncurses-bin",
      "libc-bin",
      "dash",
    ])
  }, 15 * 60_000)

  test.each(Object.entries(shells))("%s offers what criadm knows", async (_, shell) => {
    await using terminal = new Pty(inRoot(root, program, shell.args, prepare, shell.command), {
      columns: 240,
      rows: 50,
      patienceSeconds: 20,
    })
    terminal.send(`${shell.ready}; echo is""-ready\r`)
    await terminal.shows(/^is-ready$/m)

    for (const [number, { typed, offers }] of cases.entries()) {
      // Everything of the case before is gone from the screen when this is on it.
      terminal.send(`\u0015clear; echo case""-${number}\r`)
      await terminal.until((text) => /^case-\d+$/m.exec(text)?.[0] === `case-${number}`, `case ${number}`)
      // One match is completed at once; several are listed at the second Tab.
      terminal.send(`${typed}\t${offers.length > 1 ? "\t" : ""}`)
      const isOffered = (text: string) => offers.every((offer) => text.split(/[\s=]+/).includes(offer))
      await terminal.until((screen) => isOffered(screen.slice(screen.lastIndexOf("case-"))), `${offers} after ${typed}`)
    }
  })
})
