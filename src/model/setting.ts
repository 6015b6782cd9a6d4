/** What can be chosen. The id is the flag without its dashes and the key of the answers file. */
export type SettingId =
  | "runtime"
  | "cgroup-driver"
  | "sandbox-image"
  | "image-repository"
  | "kubernetes-version"
  | "ip-forward"
  | "kubelet"
  | "registry-mirror"
  | "restart"
  | "settle"
  | "reset-config"
  | "crictl-config"
  | "install"
  | "runtime-release"
  | "sysctl"
  | "sandbox-image-archive"
  | "module"
  | "kernel-preset"
  | "release-mirror"
  | "checksums"
  | "proxy"
  | "no-proxy"
  | "open-files"
  | "registry"
  | "handler"
  | "swap"

/**
 * Settings whose effective value on a node can be explained. The others are answers for one run (restart, reset-config,
 * kubelet), of which a node keeps nothing; whether CRI is on, the runtime handlers and the proxy are no settings, and are
 * asked just as often.
 */
export const explainedSettings = [
  "runtime",
  "kubernetes-version",
  "cgroup-driver",
  "sandbox-image",
  "image-repository",
  "cri-enabled",
  "registry-mirror",
  "handlers",
  "proxy",
  "ip-forward",
  "swap",
  "sysctl",
  "module",
] as const
export type ExplainedSetting = (typeof explainedSettings)[number]

export type CgroupDriver = "systemd" | "cgroupfs"

/**
 * "no": nothing is installed. "distribution": by the node's package manager, from what it offers. "upstream": from the
 * archives of its project's releases. A path: from a bundle, without a network.
 */
export type InstallSource = "no" | "distribution" | "upstream" | `/${string}`

/** Limits of a process, in open files. */
export interface OpenFiles {
  readonly soft: number
  readonly hard: number
}

/** "kubernetes": what pods and the kubelet ask of the kernel. */
export type KernelPreset = "kubernetes"

/** A variable of the kernel, its names parted by dots, and what it shall be. */
export interface KernelValue {
  readonly key: string
  readonly value: string
}

/** What an answer says in place of a file's path. */
export const standardInput = "-"

/** A registry as it shall be reached. What is said beside the mirrors is about them, or about the host without any. */
export interface Registry {
  readonly host: string
  /** In the order in which they are asked. */
  readonly mirrors: readonly string[]
  /** Paths on the node. */
  readonly ca?: string
  readonly clientCert?: string
  readonly clientKey?: string
  /**
   * Path on the node of a file as `docker login` writes it, or "-": they come by standard input. What is in it is no answer
   * and is not kept as one.
   */
  readonly credentialsFile?: string
  readonly skipVerify?: true
  /** The path of a mirror's URL stands for the API's own /v2. */
  readonly overridePath?: true
}

/** A runtime handler and the program that takes runc's place in it. */
export interface HandlerBinary {
  readonly name: string
  readonly binary: string
}

/** One of a list, as it is given to a flag. */
export function elementToText(one: RegistryMirror | KernelValue | Registry | HandlerBinary | string): string {
  if (typeof one === "string") return one
  if ("binary" in one) return `${one.name}=${one.binary}`
  if ("mirrors" in one) return registryToText(one)
  return "host" in one ? `${one.host}=${one.url}` : `${one.key}=${one.value}`
}

function registryToText({
  host,
  mirrors,
  ca,
  clientCert,
  clientKey,
  credentialsFile,
  skipVerify,
  overridePath,
}: Registry): string {
  const pairs = [
    ...mirrors.map((url) => `mirror=${url}`),
    ...(ca === undefined ? [] : [`ca=${ca}`]),
    ...(clientCert === undefined ? [] : [`client_cert=${clientCert}`]),
    ...(clientKey === undefined ? [] : [`client_key=${clientKey}`]),
    ...(credentialsFile === undefined ? [] : [`credentials_file=${credentialsFile}`]),
    ...(skipVerify === true ? ["skip_verify"] : []),
    ...(overridePath === true ? ["override_path"] : []),
  ]
  return [host, ...pairs].join(",")
}

/** A registry host and the URL that is asked first for it. */
export interface RegistryMirror {
  readonly host: string
  readonly url: string
}
