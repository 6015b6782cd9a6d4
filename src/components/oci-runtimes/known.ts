// OCI runtimes whose project says until when it mends a release. What starts the containers of a node is looked at by
// the handlers that are in force; a program under one of these names may be another one's wrapper or stand-in, so what it
// says of itself counts.
import type { Support } from "../runtime-part.ts"

export interface OciRuntime {
  readonly name: string
  /** Names of programs that are it, or hand over to it and print its release below their own. */
  readonly programs: RegExp
  /** The line of `--version` that has its release. */
  readonly says: RegExp
  /** Packages that have its release as theirs. */
  readonly packages: readonly string[]
  readonly support: Support
}

export const ociRuntimes: readonly OciRuntime[] = [
  {
    name: "runc",
    // NVIDIA/nvidia-container-toolkit, cmd/nvidia-container-runtime: arguments that create nothing go to runc.
    programs: /runc|^nvidia-container-runtime/,
    says: /^runc version (\S+)/m,
    // Ubuntu's since 26.04 has another name, packages.ubuntu.com/resolute; the last is of AKS, Azure/AgentBaker components.json.
    packages: ["runc", "runc-stable", "moby-runc"],
    support: {
      page: "https://github.com/opencontainers/runc/blob/main/RELEASES.md",
      successor: "1.6",
      ends: [
        // Release notes of 1.3.0: "runc 1.1.z is officially no longer supported"; 1.0 has had no release since 2021.
        ["1.0", "2025-04-29"],
        ["1.1", "2025-04-29"],
        // Release notes of 1.5.0: "1.2.z (and earlier) release branches are now completely unsupported".
        ["1.2", "2026-06-19"],
        // Release notes of 1.6.0: 1.3 unsupported from that day on, 1.4 to the end of April 2027.
        ["1.3", "2026-11-27"],
        ["1.4", "2027-04-30"],
      ],
    },
  },
]
