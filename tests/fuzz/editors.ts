// The editors that are fuzzed, each with texts of its language, marks to damage them with, and another opinion.

import { environmentFile, sysctlConf, sysctlName } from "../../src/documents/assignments/key-values.ts"
import type { Edit, KeyPath, Table, Value } from "../../src/documents/document.ts"
import { json } from "../../src/documents/json/json.ts"
import { toml } from "../../src/documents/toml/toml.ts"
import { unitFile } from "../../src/documents/units/unit-file.ts"
import { yaml } from "../../src/documents/yaml/yaml.ts"
import { ok } from "../../src/model/fault.ts"
import { comparable, editedPlainly, withoutEmptyTables } from "../documents/property-runs.ts"
import { disagreementOnToml, disagreementOnYaml } from "./disagreement.ts"
import type { Editor } from "./editor.ts"
import {
  generateEnvironment,
  generateJson,
  generateSysctl,
  generateToml,
  generateUnit,
  generateYaml,
} from "./generate.ts"
import { byJsonParse, bySmolToml } from "./other-readers.ts"
import type { Chance } from "./random.ts"
import { collectedTexts, recordedTexts } from "./texts.ts"

const hostileTexts: readonly string[] = [
  "systemd",
  "",
  " ",
  "a b",
  "x # y",
  "it's",
  'q"\\',
  "é\u2028\u0085",
  "a\nb",
  "a\r\n",
  "\0",
  "\u001B[2J",
  "\uD800",
  "\uFEFF",
  "- a",
  "a: b",
  "[x]",
  "{",
  "yes",
  "0644",
  "1e3",
  "null",
  "~",
  "'''",
  '"""',
  "%s",
  "\u0024{A}",
  "$(id)",
  "\\",
  "---",
  "x".repeat(3000),
]

const keyNames: readonly string[] = [
  "a",
  "criadm-new",
  "io.containerd.grpc.v1.cri",
  "x y",
  "é",
  "",
  "'",
  '"',
  "#",
  "a\nb",
  "<<",
  "yes",
  "1",
  "constructor",
  "\uD800",
  "-",
  "?",
  "k".repeat(2000),
]

function anyValue(chance: Chance): Value {
  switch (chance.below(8)) {
    case 0:
      return chance.happens(1, 2)
    case 1:
      return chance.pick([0, -1, 7, 1.5, 2 ** 53, 1e300])
    case 2:
      return [chance.pick(hostileTexts), chance.pick(hostileTexts)]
    case 3:
      return []
    case 4:
      return { [chance.pick(["a", "b c"])]: chance.pick(hostileTexts) }
    default:
      return chance.pick(hostileTexts)
  }
}

const nested = {
  newPath: (below: KeyPath, chance: Chance): KeyPath =>
    chance.happens(1, 4) ? [...below, chance.pick(keyNames), chance.pick(keyNames)] : [...below, chance.pick(keyNames)],
  newValue: anyValue,
  expected: (root: Table, edit: Edit): unknown =>
    edit.path.includes("__proto__") ? undefined : editedPlainly(root, edit),
  comparable: (root: unknown, edit: Edit | undefined): string =>
    comparable(edit?.edit === "remove" ? withoutEmptyTables(root) : root),
}

const tomlEditor: Editor = {
  ...nested,
  name: "TOML",
  samples: [
    ...recordedTexts(/config\.toml$/),
    ...collectedTexts("containerd", /\.toml$/),
    ...collectedTexts("crio", /\.conf$/),
    ...collectedTexts("hosts", /\.toml$/),
    `version = 2\n\n[plugins."io.containerd.grpc.v1.cri"]\n  sandbox_image = 'registry.k8s.io/pause:3.10' # pause\n  list = [ "a", { b = 1.5 }, """x\ny""", 1979-05-27 ]\n[[a.b]]\nc.d = true\n`,
    `[crio]\n[crio.runtime]\ncgroup_manager = "systemd"\nconmon_cgroup = "pod"\n[crio.runtime.runtimes.runc]\nruntime_path = ""\n`,
    `server = "https://registry.k8s.io"\n\n[host."https://mirror.example:5000"]\n  capabilities = ["pull", "resolve"]\n  [host."https://mirror.example:5000".header]\n    x = [\n      "a", # one\n      'b'\n    ]\n`,
  ],
  tokens: [
    ...["[", "]", "[[", "]]", "{", "}", "=", " = ", ",", ".", "#", "\n", "\r\n", '"', "'", '"""', "'''", "\\", "\\\n"],
    ...["[a]\n", "[[a]]\n", "[a.b]\n", "a = 1\n", "a.b = 1\n", 'a = ""\n', "true", "false", "inf", "-nan", "0x", "1_0"],
    ...["1979-05-27", "07:32:00", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.999-07:00", "9223372036854775807"],
    ...[
      "version = 2\n",
      'plugins."io.containerd.grpc.v1.cri"',
      "a = { b = 1, c = [1, 2] }\n",
      "a = [\n",
      "1.0",
      "+1",
      "\\u00e9",
    ],
  ],
  generate: generateToml,
  open: (text) => {
    const parsed = toml.parse("f", text)
    return parsed.ok ? ok([parsed.value]) : parsed
  },
  edit: (text, _, edits) => toml.edit("f", text, edits),
  readOtherwise: bySmolToml,
  disagreement: disagreementOnToml,
}

const jsonEditor: Editor = {
  ...nested,
  name: "JSON",
  samples: [
    ...collectedTexts("docker", /\.json$/),
    `{\n  "exec-opts": ["native.cgroupdriver=systemd"],\n  "log-opts": {"max-size": "10m", "x": [1, -2.5e3, null, true]},\n  "é\\u00e9\\"": {}\n}\n`,
    `{"hosts":["unix:///var/run/docker.sock"],"live-restore":true,"default-ulimits":{"nofile":{"Name":"nofile","Hard":64000}}}`,
    `{\r\n\t"storage-driver" : "overlay2",\r\n\t"runtimes" : { "nvidia" : { "path" : "/usr/bin/nvidia-container-runtime", "runtimeArgs" : [ ] } }\r\n}`,
    "{}\n",
    "",
  ],
  tokens: [
    ...["{", "}", "[", "]", ",", ":", '"', "\\", '"a"', '"a": 1', '"a":', "null", "true", "1", "-1.5e3", "\n", "\r\n"],
    ...['"exec-opts": ["x"]', "// c\n", "/* c */", '"\\ud800"', '"\\u0000"', "NaN", "01", "'a'", "1.", '""', " "],
  ],
  generate: generateJson,
  open: (text) => {
    const parsed = json.parse("f", text)
    return parsed.ok ? ok([parsed.value]) : parsed
  },
  edit: (text, _, edits) => json.edit("f", text, edits),
  readOtherwise: byJsonParse,
}

const yamlEditor: Editor = {
  ...nested,
  name: "YAML",
  samples: [
    ...collectedTexts("kubelet", /\.yaml$/),
    `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: &k KubeletConfiguration\nauth: {a: [1, "b", *k]}\nlist:\n- a: 1\n  b: |\n    text\n- 'c'\n---\n# next\nx: !!str 1\n<<: {y: 2}\n`,
    `apiVersion: kubelet.config.k8s.io/v1beta1\nauthentication:\n  anonymous:\n    enabled: false\n  x509:\n    clientCAFile: /etc/kubernetes/pki/ca.crt\ncgroupDriver: cgroupfs # driver\nclusterDNS:\n- 10.96.0.10\nevictionHard: {memory.available: 100Mi, "nodefs.available": 10%}\nfailSwapOn: yes\n`,
    `---\nkind: ClusterConfiguration\nnetworking:\n    dnsDomain: "cluster.local"\n    podSubnet: ''\n...\n---\nkind: KubeletConfiguration\ntext: >-\n  folded\n  lines\n\nmore: "a\n  b"\n`,
  ],
  tokens: [
    ...["\n", "\r\n", " ", "  ", "    ", "\t", ": ", ":\n", "- ", "-\n", "? ", "[", "]", "{", "}", ", ", "#", " # c\n"],
    ...[
      "&a ",
      "*a",
      "*a : ",
      "<<: *a\n",
      "<<: ",
      "|",
      ">-",
      "|+\n",
      "|2\n",
      "---\n",
      "...\n",
      "%YAML 1.2\n",
      "%TAG ! x\n",
    ],
    ...[
      "!!str ",
      "!!binary ",
      "!!set ",
      "!x ",
      "a: 1\n",
      "  b: 2\n",
      "yes",
      "~",
      "0o7",
      "0644",
      ".inf",
      "1:30",
      "2001-01-01",
    ],
    ...["'", '"', "\\", "a", "cgroupDriver: systemd\n", "@", "`", "!<tag:yaml.org,2002:str> ", "null", "=", "1_000"],
  ],
  generate: generateYaml,
  open: (text) => {
    const parsed = yaml.parse("f", text)
    return parsed.ok ? ok(parsed.value.documents) : parsed
  },
  edit: (text, document, edits) => yaml.edit("f", text, document, edits),
  disagreement: disagreementOnYaml,
}

function flatExpected(nameOf: (key: string) => string) {
  return (root: Table, edit: Edit): unknown => {
    const name = nameOf(edit.path[0] ?? "")
    const { [name]: _, ...rest } = root
    return edit.edit === "set" ? { ...rest, [name]: String(edit.value) } : rest
  }
}

const flat = {
  newValue: (chance: Chance): Value => (chance.happens(1, 5) ? anyValue(chance) : chance.pick(hostileTexts)),
  comparable: (root: unknown): string => comparable(root),
}

const sysctlEditor: Editor = {
  ...flat,
  name: "sysctl.d",
  samples: [
    ...recordedTexts(/(sysctl\.d\/.*|sysctl)\.conf$/),
    ...collectedTexts("sysctl", /\.conf$/),
    "# c\n-net.ipv4.ip_forward = 1\nnet/ipv4/conf/*/rp_filter=2\n; x\nkernel.core_pattern=|/usr/lib/x %p = %q\n",
  ],
  tokens: [
    "=",
    " = ",
    "-",
    ".",
    "/",
    "*",
    "#",
    ";",
    "\n",
    "\r\n",
    "net.ipv4.ip_forward",
    "net/ipv4/conf/eth0.1/x",
    "1",
    " ",
  ],
  generate: generateSysctl,
  open: (text) => {
    const parsed = sysctlConf.parse("f", text)
    return parsed.ok ? ok([parsed.value]) : parsed
  },
  edit: (text, _, edits) => sysctlConf.edit("f", text, edits),
  newPath: (_, chance) => [
    chance.pick(["net.ipv4.ip_forward", "a/b.c", "x", "", "a b", "#a", "-a", "a=b", "\uD800", "é\u2028", "net.x\n"]),
  ],
  expected: flatExpected(sysctlName),
}

const environmentEditor: Editor = {
  ...flat,
  name: "environment file",
  samples: [
    ...recordedTexts(/etc\/default\/.*$/),
    ...collectedTexts("kubelet-env", /\.env$/),
    `# c\nexport A="b \\\n c" 'd'\nKUBELET_EXTRA_ARGS=--a=b \\\n --c\n`,
    `KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/containerd/containerd.sock --pod-infra-container-image=registry.k8s.io/pause:3.9"\n`,
  ],
  tokens: [
    "=",
    '"',
    "'",
    "\\",
    "\\\n",
    "\n",
    "\r\n",
    " ",
    "#",
    ";",
    "export ",
    "A=",
    'A="b"',
    "$",
    "`",
    "--a=b",
    "A",
    "\t",
  ],
  generate: generateEnvironment,
  open: (text) => {
    const parsed = environmentFile.parse("f", text)
    return parsed.ok ? ok([parsed.value]) : parsed
  },
  edit: (text, _, edits) => environmentFile.edit("f", text, edits),
  newPath: (_, chance) => [
    chance.pick(["NEW", "A", "KUBELET_EXTRA_ARGS", "", "a b", "#a", "a=b", "export a", "\uD800", "x\n", "é"]),
  ],
  expected: flatExpected((key) => key),
}

/** A set of a text is a set of the last value; a set of a list makes exactly that list. */
function unitExpected(root: Table, edit: Edit): unknown {
  const [section = "", key = ""] = edit.path
  const { [section]: own, ...rest } = root
  const { [key]: old, ...others } = (own ?? {}) as Table
  const had = (old ?? []) as readonly Value[]
  const now = (() => {
    if (edit.edit === "remove") return []
    if (edit.edit === "remove-element") return had.filter((element) => element !== edit.value)
    if (edit.edit === "add-element") return had.includes(edit.value) ? had : [...had, edit.value]
    return Array.isArray(edit.value) ? (edit.value as readonly Value[]) : [...had.slice(0, -1), edit.value]
  })()
  if (own === undefined && now.length === 0) return root
  return { ...rest, [section]: now.length === 0 ? others : { ...others, [key]: now } }
}

const unitEditor: Editor = {
  name: "unit file",
  samples: [
    ...recordedTexts(/\.service$/),
    ...collectedTexts("systemd", /\.conf$/),
    `[Unit]\nDescription=x\n[Service]\nExecStart=\nExecStart=-/usr/bin/x \\\n# c\n  "a b" $C \${D}\n`,
    `# /etc/systemd/system/cri-docker.service.d/override.conf\n[Service]\nEnvironment="A=1" 'B=2'\nEnvironmentFile=-/etc/default/x\nExecStart=\nExecStart=/usr/bin/cri-dockerd --container-runtime-endpoint fd:// \\\n  --pod-infra-container-image=registry.k8s.io/pause:3.9\n\n[Install]\nWantedBy=multi-user.target\n`,
  ],
  tokens: [
    ...[
      "[",
      "]",
      "[Service]\n",
      "[Unit]\n",
      "[]\n",
      "=",
      " = ",
      "\\",
      "\\\n",
      "\n",
      "\r\n",
      "#",
      ";",
      "ExecStart=",
      "ExecStart=\n",
    ],
    ...['"', "'", "%i", "$A", "\u0024{A}", "Environment=A=1\n", " ", "\t", "\\x20", "x", "[X-Foo]\n", ".include /x\n"],
  ],
  generate: generateUnit,
  open: (text) => {
    const parsed = unitFile.parse("f", text)
    return parsed.ok ? ok([parsed.value]) : parsed
  },
  edit: (text, _, edits) => unitFile.edit("f", text, edits),
  newPath: ([section], chance) => [
    chance.happens(1, 3)
      ? chance.pick(["Service", "Unit", "X-new", "", "a]b", "a\nb", "\uD800"])
      : (section ?? "Service"),
    chance.pick(["ExecStart", "CriadmNew", "", "a b", "#a", "a=b", "[x", "\uD800", "é", "x\n", ";a"]),
  ],
  newValue: (chance) =>
    chance.happens(1, 3)
      ? Array.from({ length: chance.below(4) }, () => chance.pick(hostileTexts))
      : chance.happens(1, 8)
        ? anyValue(chance)
        : chance.pick(hostileTexts),
  expected: unitExpected,
  comparable: (root) => comparable(root),
}

/** What each target of scripts/fuzz tries. */
export const editorTargets = {
  toml: [tomlEditor],
  yaml: [yamlEditor],
  json: [jsonEditor],
  "key-values": [sysctlEditor, environmentEditor],
  "unit-file": [unitEditor],
} as const satisfies Readonly<Record<string, readonly Editor[]>>

export type EditorTarget = keyof typeof editorTargets
