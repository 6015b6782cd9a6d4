// The command line as data: parsing, --help, the man page and completion all come from here.

import { languages } from "../messages/choose.ts"
import { findingCodes } from "../messages/examples/all.ts"
import type { CommandName, FlagName, HiddenCommand, HiddenFlag, OwnFlag } from "../model/command-line.ts"
import { architectures } from "../model/install/archives.ts"
import { migrationNames, stepsOfCluster } from "../model/migration/migration.ts"
import { explainedSettings, type SettingId } from "../model/setting.ts"
import { settings } from "../settings/known.ts"
import { documentKinds } from "./schemas/documents.ts"

export interface FlagDefinition<Name extends FlagName = FlagName> {
  readonly name: Name
  /** Other names, without dashes; a one-letter name takes one dash. */
  readonly aliases: readonly string[]
  /** "switch": --x. "two-way": --x and --no-x. "value": --x VALUE. "list": --x VALUE, repeatable. */
  readonly form: "switch" | "two-way" | "value" | "list"
  readonly placeholder?: string
  readonly choices?: readonly string[]
  /** Under what the catalogue has its help, where that is not its name. */
  readonly words?: OwnFlag | "watch-install"
  /** Offered by completion and told nowhere else: too many, or not all there are. */
  readonly suggestions?: readonly string[]
}

export interface CommandDefinition<Name extends CommandName | HiddenCommand = CommandName> {
  /** It prints something for other programs: the help of criadm only names it. */
  readonly isForPrograms?: true
  readonly name: Name
  /** As it stands in the usage line: "[SETTING]". */
  readonly argument?: { readonly placeholder: string; readonly required: boolean; readonly choices?: readonly string[] }
  /** The word behind it. */
  readonly object?: { readonly placeholder: string }
  readonly flags: readonly FlagName[]
  /** The flags among them that take no value here, though they do elsewhere: what the catalogue has about them. */
  readonly switches?: { readonly [Name in FlagName]?: FlagDefinition["words"] }
  /** Forms of --output beside text and json. */
  readonly outputs?: readonly string[]
  readonly examples: readonly string[]
}

/** A command that people type, or one of the hidden ones. */
export type AnyCommand = CommandDefinition | CommandDefinition<HiddenCommand>

const value = (
  name: OwnFlag,
  placeholder: string,
  choices?: readonly string[],
  aliases: readonly string[] = [],
): FlagDefinition<OwnFlag> => ({
  name,
  aliases,
  form: "value",
  placeholder,
  ...(choices === undefined ? {} : { choices }),
})
/** Asked for by completion alone. */
const codes = (name: OwnFlag): FlagDefinition<OwnFlag> => ({
  name,
  aliases: [],
  form: "list",
  placeholder: "CODE",
  get suggestions() {
    return findingCodes()
  },
})
const toggle = <Name extends OwnFlag | HiddenFlag>(
  name: Name,
  aliases: readonly string[] = [],
): FlagDefinition<Name> => ({ name, aliases, form: "switch" })

/** Sample nodes: as its package left it, with a broken configuration, with a containerd that does not come back. */
export const sampleKinds = ["fresh", "broken", "failing"] as const
export type SampleKind = (typeof sampleKinds)[number]

/** What every command prints. */
const documentForms = ["text", "json"]
/** node_exporter's textfile collector, and node-problem-detector's custom plugins. */
const monitoring = ["prometheus", "npd"]

const ownFlags: readonly FlagDefinition<OwnFlag>[] = [
  value("root", "DIR"),
  value("host", "PATH"),
  value("platform", "NAME", ["linux", "windows"]),
  value("runtime-version", "X.Y.Z"),
  value("answers", "FILE", undefined, ["config"]),
  value("output", "FORM", [...documentForms, ...monitoring], ["o"]),
  value("out", "FILE"),
  value("out-script", "FILE"),
  toggle("detailed-exitcode"),
  toggle("check", ["dry-run"]),
  toggle("yes", ["y"]),
  value("timeout", "SECONDS"),
  value("confirm", "SECONDS"),
  toggle("allow-running-pods"),
  value("lock-timeout", "SECONDS"),
  toggle("sandbox"),
  toggle("force"),
  toggle("remove"),
  value("to", "WORD"),
  toggle("plan"),
  toggle("status"),
  toggle("back"),
  { name: "done", aliases: [], form: "list", placeholder: "STEP", suggestions: stepsOfCluster },
  toggle("stop-pods"),
  value("kubelet-configmap", "FILE"),
  codes("ignore"),
  codes("only"),
  toggle("explain"),
  value("facts", "FILE"),
  value("for", "FACTS"),
  value("os", "SYSTEM"),
  value("arch", "NAME", architectures),
  toggle("accessible"),
  value("lang", "LANG", languages),
  value("color", "WHEN", ["auto", "always", "never"]),
  toggle("quiet", ["q"]),
  toggle("verbose", ["v"]),
  toggle("help", ["h"]),
  toggle("version", ["V"]),
]

const settingFlags: readonly FlagDefinition<SettingId>[] = settings.map((setting) => {
  const choices = setting.choices(undefined)
  return {
    name: setting.id,
    aliases: setting.aliases,
    form: setting.form === "switch" ? "two-way" : setting.form,
    ...(setting.placeholder === undefined ? {} : { placeholder: setting.placeholder }),
    ...(choices === undefined ? {} : { choices }),
  }
})

export const flags: readonly FlagDefinition<OwnFlag | SettingId>[] = [...settingFlags, ...ownFlags]
const hiddenFlags: readonly FlagDefinition<HiddenFlag>[] = [toggle("detach")]
const allFlags: readonly FlagDefinition[] = [...flags, ...hiddenFlags]

/** The settings that a command's help only points to. */
export const rareSettings: readonly FlagDefinition<OwnFlag | SettingId>[] = settingFlags.filter(({ name }) =>
  settings.some(({ id, isRare }) => id === name && isRare === true),
)

/** Whether it takes one of a few words. Answers are judged where settings are, with the node's reasons. */
export function takesWords(flag: FlagDefinition): boolean {
  return flag.choices !== undefined && ownFlags.some(({ name }) => name === flag.name)
}

export function flagNamed(name: string): FlagDefinition | undefined {
  return allFlags.find((flag) => flag.name === name || flag.aliases.includes(name))
}

const settingIds: readonly SettingId[] = settings.map((setting) => setting.id)
/** What `criadm help` tells that is no command. */
export type HelpTopic = "settings"

/** Taken by every command. */
export const everywhere: readonly FlagName[] = ["lang", "color", "quiet", "verbose", "help", "version"]
const reading: readonly FlagName[] = ["root", "platform", "runtime-version", "output"]
const deciding: readonly FlagName[] = [...settingIds, "answers", "timeout"]
const writing: readonly FlagName[] = ["yes", "confirm", "allow-running-pods", "lock-timeout"]

export const shells = ["bash", "zsh", "fish"] as const

export const commands: readonly CommandDefinition[] = [
  {
    name: "wizard",
    flags: [
      ...settingIds,
      "answers",
      "timeout",
      "root",
      "runtime-version",
      "confirm",
      "allow-running-pods",
      "accessible",
    ],
    examples: ["criadm", "criadm --accessible"],
  },
  { name: "detect", flags: [...reading, "host"], examples: ["criadm detect", "criadm detect -o json > node.json"] },
  {
    name: "check",
    argument: {
      placeholder: "CODE",
      required: false,
      get choices() {
        return findingCodes()
      },
    },
    flags: [...reading, "host", "ignore", "only", "explain", "facts", "out"],
    outputs: monitoring,
    examples: [
      "criadm check",
      "criadm check --root /mnt/image --runtime-version 2.1.9",
      "criadm check --facts node.json --ignore kubeadm-swap",
      "criadm check containerd-cri-disabled --explain",
    ],
  },
  {
    name: "explain",
    argument: { placeholder: "SETTING", required: false, choices: explainedSettings },
    flags: reading,
    examples: ["criadm explain", "criadm explain cgroup-driver"],
  },
  {
    name: "answers",
    flags: [...reading, ...settingIds, "answers", "out"],
    examples: ["criadm answers > node.toml", "criadm answers --cgroup-driver systemd --out node.toml"],
  },
  {
    name: "plan",
    flags: [...reading, ...deciding, "out", "out-script", "detailed-exitcode"],
    examples: [
      "criadm plan --cgroup-driver systemd",
      "criadm plan --answers node.toml --out change.plan",
      "criadm plan --root /mnt/c --platform windows --out-script prepare.ps1",
    ],
  },
  {
    name: "apply",
    argument: { placeholder: "PLAN", required: false },
    flags: [...reading, ...deciding, ...writing, "check"],
    examples: ["criadm apply --yes --answers node.toml", "criadm apply change.plan"],
  },
  {
    name: "verify",
    flags: [...reading, ...deciding, "sandbox", "lock-timeout", "out"],
    outputs: monitoring,
    examples: ["criadm verify --sandbox", "criadm verify --cgroup-driver systemd -o json"],
  },
  {
    name: "rollback",
    argument: { placeholder: "RUN", required: false },
    flags: ["root", "platform", "output", "yes", "force", "lock-timeout", "timeout", "settle"],
    examples: ["criadm rollback", "criadm rollback 3 --yes"],
  },
  {
    name: "uninstall",
    flags: ["output", "yes", "force", "allow-running-pods", "lock-timeout", "timeout", "settle"],
    examples: ["criadm uninstall", "criadm uninstall --yes -o json"],
  },
  {
    name: "migrate",
    argument: { placeholder: "WHAT", required: false, choices: migrationNames },
    flags: [
      "output",
      "to",
      "install",
      "checksums",
      "release-mirror",
      "plan",
      "status",
      "back",
      "done",
      "kubelet-configmap",
      "stop-pods",
      "yes",
      "lock-timeout",
      "timeout",
      "settle",
    ],
    examples: [
      "criadm migrate cgroup-driver --plan",
      "criadm migrate release --to 2.3",
      "criadm migrate schema --to 3",
      "criadm migrate --status",
    ],
  },
  {
    name: "bundle",
    argument: { placeholder: "verify", required: false, choices: ["verify"] },
    object: { placeholder: "PATH" },
    flags: [...settingIds, "answers", "for", "os", "arch", "out", "output"],
    examples: [
      "criadm bundle --for node.json --out node.tar",
      "criadm bundle --os debian-13 --arch arm64 --kubernetes-version 1.36",
      "criadm bundle --os debian-13 --arch amd64 --install upstream",
    ],
  },
  { name: "history", flags: ["root", "platform", "output"], examples: ["criadm history", "criadm history -o json"] },
  {
    name: "watch",
    flags: ["root", "output", "install", "remove", "check", "yes", "lock-timeout"],
    switches: { install: "watch-install" },
    examples: ["criadm watch --install", "criadm watch --install --yes --root /mnt/image", "criadm watch --remove"],
  },
  { name: "confirm", flags: ["root", "output"], examples: ["criadm apply --yes --confirm 120", "criadm confirm"] },
  {
    name: "demo",
    argument: { placeholder: "NODE", required: false, choices: sampleKinds },
    flags: [...settingIds, "answers", "yes", "output", "accessible"],
    examples: ["criadm demo", "criadm demo --yes", "criadm demo broken"],
  },
  {
    name: "completion",
    isForPrograms: true,
    argument: { placeholder: "SHELL", required: true, choices: shells },
    flags: [],
    examples: ["criadm completion bash > /etc/bash_completion.d/criadm", "criadm completion fish"],
  },
  {
    name: "schema",
    isForPrograms: true,
    argument: {
      placeholder: "KIND",
      required: false,
      get choices() {
        return documentKinds()
      },
    },
    flags: [],
    examples: ["criadm schema", "criadm schema Outcome > outcome.schema.json"],
  },
  { name: "man", isForPrograms: true, flags: [], examples: ["criadm man > criadm.8", "criadm man | man -l -"] },
  {
    name: "version",
    argument: { placeholder: "FILE", required: false },
    flags: ["output", "check"],
    examples: ["criadm version -o json", "criadm version --check criadm-linux-x64"],
  },
]

/** What nobody types: the guard of a confirmation, which a timer starts, and scripts/record-node. */
const hiddenCommands: readonly CommandDefinition<HiddenCommand>[] = [
  { name: "guard", argument: { placeholder: "RUN", required: true }, flags: ["detach"], examples: [] },
  {
    name: "record",
    argument: { placeholder: "DIRECTORY", required: true },
    object: { placeholder: "NAME" },
    flags: ["root", "platform", "runtime-version"],
    examples: [],
  },
]

export function isHidden(command: AnyCommand): command is CommandDefinition<HiddenCommand> {
  return hiddenCommands.some(({ name }) => name === command.name)
}

export function hiddenCommandNamed(name: string): AnyCommand | undefined {
  return hiddenCommands.find((command) => command.name === name)
}

export function commandNamed(name: string): CommandDefinition | undefined {
  return commands.find((command) => command.name === name && command.name !== "wizard")
}

/** Whether a command takes a flag. */
export function takes(command: AnyCommand, flag: FlagDefinition): boolean {
  return command.flags.includes(flag.name) || everywhere.includes(flag.name)
}

/** The flags that a command takes, with the words it takes for them. */
export function flagsOf(command: CommandDefinition): readonly FlagDefinition<OwnFlag | SettingId>[]
export function flagsOf(command: AnyCommand): readonly FlagDefinition[]
export function flagsOf(command: AnyCommand): readonly FlagDefinition[] {
  const choices = [...documentForms, ...(command.outputs ?? [])]
  return allFlags
    .filter((flag) => takes(command, flag))
    .map((flag) => (flag.name === "output" ? { ...flag, choices } : asTakenBy(command, flag)))
}

/** With some commands a flag takes no value, though it does with others: watch --install. */
export function asTakenBy(command: AnyCommand, flag: FlagDefinition): FlagDefinition {
  const words = command.switches?.[flag.name]
  return words === undefined ? flag : { name: flag.name, aliases: flag.aliases, form: "switch", words }
}

/** "criadm explain [SETTING] [flags]". */
export function usageOf(command: AnyCommand): string {
  const { argument, object } = command
  if (argument !== undefined && object !== undefined) {
    return `criadm ${command.name} [${argument.placeholder} ${object.placeholder}] [flags]`
  }
  const place =
    argument === undefined ? "" : argument.required ? ` ${argument.placeholder}` : ` [${argument.placeholder}]`
  return `criadm${command.name === "wizard" ? "" : ` ${command.name}`}${place} [flags]`
}
