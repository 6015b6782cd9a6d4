// Texts made up from the grammar of each language: right ones for the most part, in every layout that the language
// allows and few people use. Damage is done to them afterwards.
import type { Chance } from "./random.ts"

type Make = (chance: Chance) => string

const many = (chance: Chance, most: number, make: Make): string[] =>
  Array.from({ length: chance.below(most + 1) }, () => make(chance))

const ending = (chance: Chance) => chance.pick(["\n", "\n", "\n", "\r\n"])
const finished = (text: string, chance: Chance): string => {
  const broken = ending(chance) === "\r\n" ? text.replaceAll("\n", "\r\n") : text
  const cut = chance.happens(1, 4) ? broken.trimEnd() : broken
  return chance.happens(1, 8) ? `\uFEFF${cut}` : cut
}
const blank: Make = (chance) => chance.pick(["", "", " ", "  ", "\t"])

// TOML

const tomlKeyPart: Make = (chance) =>
  chance.pick([
    "a",
    "b",
    "c",
    "d",
    "version",
    "1",
    "-",
    "options",
    '"io.containerd.x"',
    "'x y'",
    '"\\u00e9"',
    '""',
    "'#'",
  ])
const tomlKey: Make = (chance) => {
  const parts = [tomlKeyPart(chance), ...many(chance, chance.pick([0, 0, 1, 2]), tomlKeyPart)]
  return parts.join(chance.pick([".", ".", " . "]))
}
const tomlScalar: Make = (chance) =>
  chance.pick([
    ...["true", "false", "0", "-7", "+1", "0xFF", "0o17", "0b1", "1_000", "9223372036854775807", "1.5", "-0.0", "1e3"],
    ...[
      "inf",
      "-nan",
      '"s"',
      "''",
      '"a#b"',
      "'l'",
      '"\\"q\\\\"',
      '"""m\n  l # no\n"""',
      "'''x\n[y]\n'''",
      '"""a\\\n  b"""',
    ],
    ...["1979-05-27", "07:32:00", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.5-07:00", '""""q"""', "''''''"],
  ])
const tomlTail: Make = (chance) => chance.pick(["", "", "", " # c", "\t#", ' # "x = [1'])

function tomlValue(chance: Chance, depth: number): string {
  if (depth > 3 || chance.happens(3, 5)) return tomlScalar(chance)
  if (chance.happens(1, 3)) {
    const pairs = many(
      chance,
      3,
      () => `${tomlKey(chance)}${blank(chance)}=${blank(chance)}${tomlValue(chance, depth + 1)}`,
    )
    return `{${blank(chance)}${pairs.join(`${blank(chance)},${blank(chance)}`)}${blank(chance)}}`
  }
  const gap = () => chance.pick(["", " ", "\n", "\n  ", " # c\n  "])
  const items = many(chance, 4, () => `${gap()}${tomlValue(chance, depth + 1)}${gap()}`)
  return `[${items.join(",")}${items.length > 0 && chance.happens(1, 3) ? "," : ""}${gap()}]`
}

export const generateToml: Make = (chance) => {
  const line: Make = () =>
    `${blank(chance)}${tomlKey(chance)}${blank(chance)}=${blank(chance)}${tomlValue(chance, 0)}${tomlTail(chance)}\n`
  const other: Make = () => chance.pick(["\n", "# c\n", "  # c\n", "\t\n"])
  const lines = () => many(chance, 4, () => (chance.happens(1, 4) ? other(chance) : line(chance))).join("")
  const header: Make = () => {
    const name = `${blank(chance)}${tomlKey(chance)}${blank(chance)}`
    return `${blank(chance)}${chance.happens(1, 4) ? `[[${name}]]` : `[${name}]`}${tomlTail(chance)}\n`
  }
  return finished(lines() + many(chance, 5, () => header(chance) + lines()).join(""), chance)
}

// JSON

function jsonValue(chance: Chance, depth: number): string {
  const gap = () => chance.pick(["", "", " ", "\n  ", "\t"])
  if (depth > 5 || (depth > 0 && chance.happens(1, 2))) {
    return chance.pick([
      '"s"',
      '""',
      '"\\u00e9\\n"',
      '"a, b]}"',
      "0",
      "-1.5e3",
      "1e999",
      "true",
      "false",
      "null",
      "[]",
      "{}",
    ])
  }
  if (depth > 0 && chance.happens(1, 3)) {
    return `[${many(chance, 4, () => gap() + jsonValue(chance, depth + 1) + gap()).join(",")}]`
  }
  const key: Make = () =>
    chance.pick(['"a"', '"b"', '"exec-opts"', '"A"', '"x y"', '"\\u0061"', '""', '"__proto__"', '"é"'])
  const pairs = many(chance, 4, () => `${gap()}${key(chance)}${gap()}:${gap()}${jsonValue(chance, depth + 1)}${gap()}`)
  return `{${pairs.join(",")}${gap()}}`
}

export const generateJson: Make = (chance) => finished(`${jsonValue(chance, 0)}\n`, chance)

// YAML

const yamlKey: Make = (chance) =>
  chance.pick([
    "a",
    "b",
    "c",
    "cgroupDriver",
    '"x y"',
    "'q'",
    "1",
    "yes",
    "null",
    "a b",
    "é",
    "<<",
    "&k k",
    "!!str s",
    "-1",
  ])
const yamlScalar: Make = (chance) =>
  chance.pick([
    ...[
      "systemd",
      '"s: t"',
      "'it''s'",
      "true",
      "no",
      "10",
      "0644",
      "1.5",
      "~",
      "",
      "4h0m0s",
      "a # b",
      '"#"',
      "&x v",
      "*x",
    ],
    ...[
      "!!str 1",
      "2001-01-01",
      "1:30",
      ".inf",
      "0x1F",
      '"\\u00e9\\n"',
      "a:b",
      "-1",
      "=",
      "!!int '3'",
      "1_000",
      "'a\n   b'",
    ],
  ])

function yamlFlow(chance: Chance, depth: number): string {
  if (depth > 3 || chance.happens(1, 2))
    return chance.pick(["a", '"b"', "'c, d'", "1", "null", "*x", "&y z", "[]", "{}"])
  const gap = () => chance.pick(["", " ", "\n     "])
  if (chance.happens(1, 2)) return `[${many(chance, 3, () => gap() + yamlFlow(chance, depth + 1)).join(", ")}]`
  const pair = () => `${gap()}${chance.pick(["a", "b", '"c"'])}: ${yamlFlow(chance, depth + 1)}`
  return `{${many(chance, 3, pair).join(", ")}}`
}

function yamlBlock(chance: Chance, indent: string, depth: number): string {
  const step = chance.pick(["  ", "  ", "    ", " "])
  const tail = () => chance.pick(["", "", "", " # c", "  "])
  const value = (): string => {
    const kind = depth > 4 ? 0 : chance.below(9)
    if (kind <= 3) return ` ${yamlScalar(chance)}${tail()}\n`
    if (kind === 4) return ` ${yamlFlow(chance, 0)}${tail()}\n`
    if (kind === 5) {
      const mark = chance.pick(["|", ">", "|-", ">+", "|2"])
      return ` ${mark}\n${many(chance, 3, () => `${indent}  ${chance.pick(["text", " more", "# no", ""])}\n`).join("")}`
    }
    if (kind === 6) {
      const inner = chance.pick([indent, indent + step])
      const item = () =>
        `${inner}- ${chance.happens(1, 4) ? `a: 1\n${inner}  b: ${yamlScalar(chance)}` : yamlScalar(chance)}\n`
      return `\n${many(chance, 3, item).join("")}`
    }
    return `\n${yamlBlock(chance, indent + step, depth + 1)}`
  }
  const line = () => `${chance.happens(1, 8) ? `${indent}# above\n` : ""}${indent}${yamlKey(chance)}:${value()}`
  return many(chance, 4, line).join("")
}

export const generateYaml: Make = (chance) => {
  const start = chance.pick(["", "", "---\n", "# top\n", "%YAML 1.1\n---\n"])
  const documents = [yamlBlock(chance, "", 0), ...many(chance, chance.pick([0, 0, 2]), () => yamlBlock(chance, "", 0))]
  return finished(start + documents.join(chance.pick(["---\n", "...\n---\n", "--- # next\n"])), chance)
}

// Flat files

const note: Make = (chance) =>
  chance.pick(["", "", "# comment = 1\n", "; other\n", "  # indented\n", "   \n", "garbage\n", "\n"])

export const generateSysctl: Make = (chance) => {
  const key: Make = () =>
    chance.pick([
      "net.ipv4.ip_forward",
      "net/ipv4/ip_forward",
      "vm.swappiness",
      "net.ipv4.conf.*.x",
      "net/ipv4/conf/e.1/x",
    ])
  const line: Make = () =>
    `${note(chance)}${chance.pick(["", "", "-", "- ", "  "])}${key(chance)}${blank(chance)}=${blank(chance)}${chance.pick(["1", "0", "", "a b", "x=y", "1 # no", '"q"'])}${blank(chance)}\n`
  return finished(many(chance, 6, line).join("") + note(chance), chance)
}

export const generateEnvironment: Make = (chance) => {
  const part: Make = () =>
    chance.pick([
      "",
      "plain",
      "two words",
      '"q t"',
      "'s $x'",
      '"e \\" \\$"',
      '"a \\\n  b"',
      "one\\\ntwo",
      "\"a\"'b' c",
      "#no",
      "\\x",
    ])
  const line: Make = () =>
    `${note(chance)}${chance.pick(["", "", "export ", "  "])}${chance.pick(["A", "B", "KUBELET_EXTRA_ARGS"])}${blank(chance)}=${blank(chance)}${many(chance, 2, part).join(blank(chance))}${blank(chance)}\n`
  return finished(many(chance, 6, line).join("") + note(chance), chance)
}

export const generateUnit: Make = (chance) => {
  const value: Make = () =>
    chance.pick([
      "",
      "/usr/bin/x --a",
      '"A=1" \\\n  "B=2"',
      "always",
      "x \\\n# inside\n  y",
      "[not a header]",
      "a=b",
      "a \\\\",
      "%n",
    ])
  const line: Make = () =>
    `${note(chance)}${blank(chance)}${chance.pick(["ExecStart", "Environment", "Restart", "X"])}${blank(chance)}=${blank(chance)}${value(chance)}${blank(chance)}\n`
  const section: Make = () =>
    `${blank(chance)}[${chance.pick(["Unit", "Service", "Install", "X y", ""])}]${blank(chance)}\n${many(chance, 4, line).join("")}`
  return finished(chance.pick(["", "", line(chance)]) + many(chance, 4, section).join("") + note(chance), chance)
}
