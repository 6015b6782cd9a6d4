// Where each setting lives in a component's own files, or why it has no place there. Every component answers for every
// setting: a new one does not compile until each has been asked.
import type { SettingId } from "../model/setting.ts"

/** The file, as its documentation names it, and the key in it; a flag where it is a command line. */
export interface SettingPlace {
  readonly file: string
  readonly key: string
}

/**
 * "of-another": another component keeps it. "of-the-run": it says how this run goes, and a node keeps nothing of it.
 * "through-another": it decides what another setting is written as. "nothing-like-it": the program has nothing of the
 * kind.
 */
export interface NotHere {
  readonly notHere: "of-another" | "of-the-run" | "through-another" | "nothing-like-it"
}

export type Places = { readonly [Id in SettingId]: SettingPlace | NotHere }

export const ofAnother: NotHere = { notHere: "of-another" }
export const nothingLikeIt: NotHere = { notHere: "nothing-like-it" }

/** Settings that no component of any kind keeps. */
export const keptByNone = {
  "image-repository": { notHere: "through-another" },
  "kubernetes-version": { notHere: "through-another" },
  restart: { notHere: "of-the-run" },
  settle: { notHere: "of-the-run" },
  install: { notHere: "of-the-run" },
  "runtime-release": { notHere: "of-the-run" },
  "sandbox-image-archive": { notHere: "of-the-run" },
  "release-mirror": { notHere: "of-the-run" },
  checksums: { notHere: "of-the-run" },
} as const satisfies Partial<Places>

/** Settings that are not a container runtime's own. */
export const notOfRuntimes = {
  ...keptByNone,
  runtime: { notHere: "of-the-run" },
  "ip-forward": ofAnother,
  sysctl: ofAnother,
  module: ofAnother,
  swap: ofAnother,
  "kernel-preset": ofAnother,
  kubelet: ofAnother,
  "crictl-config": ofAnother,
  "open-files": { file: "/etc/systemd/system/SERVICE.d/99-criadm-limits.conf", key: "LimitNOFILE" },
  proxy: { file: "/etc/systemd/system/SERVICE.d/99-criadm-proxy.conf", key: "Environment" },
  "no-proxy": { file: "/etc/systemd/system/SERVICE.d/99-criadm-proxy.conf", key: "Environment" },
} as const satisfies Partial<Places>
