// One turn of fuzzing the readers of command lines: words of units and shell scripts, and a service's flags in an
// environment file, which are also changed there. Flags that are not named stay as they are.
import { findFlags, readFlags, withFlagValue, withoutFlag } from "../../src/components/service-flags.ts"
import { environmentFile } from "../../src/documents/assignments/key-values.ts"
import { expandVariables, splitWords } from "../../src/documents/units/words.ts"
import { exportedNames, readAssignments, readShellCommand } from "../../src/init-systems/shell-words.ts"
import type { FileFact } from "../../src/model/file-content.ts"
import { timely } from "./editor-properties.ts"
import type { Finding } from "./fuzz-editor.ts"
import { mutated, tokenSoup } from "./mutate.ts"
import type { Chance } from "./random.ts"
import { smallest, type Violation } from "./violation.ts"

const path = "/etc/default/kubelet"
const names = ["cgroup-driver", "container-runtime-endpoint", "config", "x"] as const

const samples: readonly string[] = [
  'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/x.sock --config /etc/x --cgroup-driver=cgroupfs"\n',
  "KUBELET_EXTRA_ARGS=--cgroup_driver=cgroupfs --x \\\n  --config=/a\nexport A='--x=1 --x=2'\n",
  `#!/sbin/openrc-run\ncommand="/usr/bin/containerd"\ncommand_args="--config=\${CONFIG:-/etc/x} $EXTRA"\n: \${A:=b}\n`,
  "exec /usr/bin/kubelet --config=\"$A\" 'b c' 2>&1 | logger\n",
  `/usr/bin/x "a b" $C \${D} $$ \\x41 \\u00e9 %i 'it'\\''s'\n`,
]

const tokens: readonly string[] = [
  ...[
    "--cgroup-driver=systemd",
    "--cgroup-driver",
    "--config=",
    "--x",
    "--x=a b",
    "--x='a'",
    '"',
    "'",
    "\\",
    "\\\n",
    " ",
  ],
  ...[
    "\t",
    "\n",
    "$A",
    "\u0024{A}",
    "\u0024{A:-",
    "}",
    "$(",
    "`",
    "A=",
    "export ",
    "=",
    ";",
    "&",
    "|",
    ">",
    "#",
    "--",
    "-",
  ],
  ...["\\x41", "\\u00e9", "\\777", ": \u0024{A:=b}\n", "KUBELET_EXTRA_ARGS=", "\r\n"],
]

function fileOf(text: string): FileFact {
  const value = { path, realPath: path, text, hash: "", mode: 0o644, uid: 0, gid: 0 }
  return { state: "known", value, source: { kind: "file", path } }
}

/** Every flag of the file's variables but the named one, as text. */
function otherFlags(text: string, name: string): string | undefined {
  const parsed = environmentFile.parse(path, text)
  if (!parsed.ok) return undefined
  const flags = Object.entries(parsed.value.root).map(([key, value]) => [
    key,
    readFlags(splitWords(String(value)))
      .filter((flag) => flag.name !== name)
      .map(({ words }) => words),
  ])
  return JSON.stringify(flags)
}

function checkFlags(text: string): Violation | undefined {
  for (const name of names) {
    const others = otherFlags(text, name)
    for (const home of findFlags([fileOf(text)], name).slice(0, 3)) {
      for (const edit of [() => withFlagValue(home, "new"), () => withoutFlag(home)]) {
        const asked = timely("editing a flag", edit)
        if ("violation" in asked) return asked.violation
        const edited = asked.value
        if (!edited.ok) {
          const isFine = ["edit-refused", "document-broken"].includes(edited.fault.code)
          if (!isFine) return { property: "a flag's edit has another fault", detail: edited.fault.code }
          continue
        }
        if (otherFlags(edited.value, name) !== others) {
          return { property: "a flag's edit changes another flag", detail: `--${name}: ${edited.value}` }
        }
      }
    }
  }
  return undefined
}

export function checkWords(text: string): Violation | undefined {
  const environment = { A: text.slice(0, 1000), C: "a 'b c'" }
  const readers: readonly (readonly [string, () => unknown])[] = [
    ["splitting words", () => expandVariables(splitWords(text), environment)],
    ["expanding variables", () => expandVariables([text], environment)],
    ["reading a script", () => readAssignments([text], new Map([["A", "b"]]))],
    ["reading exports", () => exportedNames(text)],
    ["reading a command", () => readShellCommand(text, 0, new Map([["A", "b c"]]))],
  ]
  for (const [what, read] of readers) {
    const asked = timely(what, read)
    if ("violation" in asked) return asked.violation
  }
  return checkFlags(text)
}

export async function fuzzWords(chance: Chance, isKnown: (property: string) => boolean): Promise<readonly Finding[]> {
  const text = chance.happens(1, 5) ? tokenSoup(tokens, chance) : mutated(chance.pick(samples), tokens, samples, chance)
  const violation = checkWords(text)
  if (violation === undefined) return []
  const property = `words: ${violation.property}`
  if (isKnown(property)) return [{ property, detail: violation.detail, input: { editor: "words", text } }]
  const small = await smallest(text, violation, checkWords)
  return [{ property, detail: small.violation.detail, input: { editor: "words", text: small.text } }]
}
