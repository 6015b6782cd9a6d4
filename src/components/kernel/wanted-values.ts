// The variables of the kernel that a run shall set, and to what: IPv4 forwarding, and what was asked for by key.
import type { Answers } from "../../model/answers.ts"
import type { Reason } from "../../model/message.ts"
import type { KernelValue } from "../../model/setting.ts"
import type { SysctlText } from "./effective.ts"
import { forwarding, type KernelVariable, linesAbout, pathOfKey, type SysctlLine, takenValue } from "./sysctl-lines.ts"
import { modulesOfValues, type PresetValue, presetValues } from "./tables/presets.ts"

export interface WantedValue {
  readonly variable: KernelVariable
  /** As a person writes it: "net.ipv4.ip_forward". */
  readonly key: string
  /** What is written where no value is accepted. */
  readonly value: string
  /** Whether a value as the kernel prints it will do. */
  accepts(value: string): boolean
  /**
   * What a file of our own sets: the first of these lists that is enough. A second key of the same variable is needed
   * only where a package's file sets both: systemd-sysctl leaves a repeated value where it stood first, and then the
   * other key would have the last word.
   */
  readonly ownKeys: readonly (readonly string[])[]
  readonly why: Reason
  /** Nobody named it, so a kernel without it does without. */
  readonly isOfPreset?: true
  linesOf(file: SysctlText): readonly SysctlLine[]
}

export const wantedForwarding: WantedValue = wantedValue({
  variable: forwarding,
  key: "net.ipv4.ip_forward",
  value: "1",
  ownKeys: [["net.ipv4.ip_forward"], ["net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding"]],
  why: { code: "pods-need-forwarding", args: {} },
})

/**
 * What these answers ask for by key, one by one and by a preset; forwarding, which has a setting of its own, is not among
 * them.
 */
export function askedValues(answers: Pick<Answers, "sysctl" | "kernel-preset">): readonly WantedValue[] {
  const named = (answers.sysctl ?? []).map(askedValue)
  const preset = answers["kernel-preset"] === undefined ? [] : presetValues[answers["kernel-preset"]]
  return [...named, ...preset.filter(({ key }) => !named.some((one) => one.key === key)).map(presetValue)]
}

function presetValue({ key, value, isLeast, why }: PresetValue): WantedValue {
  const wanted = wantedValue({
    variable: variableOf(key, value),
    key,
    value,
    ownKeys: [[key]],
    isOfPreset: true,
    why: { code: `sysctl-${why}`, args: { key, value } },
  })
  return isLeast === true ? { ...wanted, accepts: (one) => Number(one) >= Number(value) } : wanted
}

/** The module with which a variable comes, where it is none of every kernel's. */
export function moduleOf({ key }: WantedValue): string | undefined {
  return modulesOfValues.find(([prefix]) => key.startsWith(prefix))?.[1]
}

function askedValue({ key, value }: KernelValue): WantedValue {
  return wantedValue({
    variable: variableOf(key, value),
    key,
    value,
    ownKeys: [[key]],
    why: { code: "sysctl-asked", args: { key, value } },
  })
}

/** One number is a number; several, or words, are text. */
function variableOf(key: string, value: string): KernelVariable {
  const isNumber = /^-?(?:0x[0-9a-f]+|\d+)$/i.test(value)
  return { paths: [pathOfKey(key)], form: isNumber ? "number" : "text" }
}

function wantedValue(wanted: Omit<WantedValue, "accepts" | "linesOf">): WantedValue {
  const { variable, value } = wanted
  const taken = takenValue(variable, value)
  return {
    ...wanted,
    accepts: (one) => one === taken,
    linesOf: ({ path, text }) => linesAbout(variable, path, text),
  }
}

/** Where the running kernel shows it. */
export function livePathOf({ paths }: KernelVariable): string {
  return `/proc/sys/${paths[0]}`
}
