// What a running cri-dockerd is set to, from its CRI answers: the sandbox image in the verbose status (core/
// docker_service.go, Status), the driver in RuntimeConfig. Where Docker was asked too, its own word on the driver.
import type { Ran } from "../../machine/reading.ts"
import type { CriReport } from "../../model/facts/cri-report.ts"
import type { RuntimeReport } from "../runtime-part.ts"

/** `asked`: what `docker info --format {{.CgroupDriver}}` printed. */
export function report(cri: CriReport, asked: Ran | undefined): RuntimeReport {
  const image = cri.status.ok ? sandboxImageIn(cri.status.value.info["config"]) : undefined
  const driver = asked?.state === "ran" && asked.exitCode === 0 ? asked.stdout.trim() : undefined
  return {
    handlers: driver === "systemd" || driver === "cgroupfs" ? { docker: driver } : {},
    ...(image === undefined ? {} : { sandboxImage: image }),
    handlersWithoutType: [],
  }
}

function sandboxImageIn(config: string | undefined): string | undefined {
  try {
    const image = (JSON.parse(config ?? "{}") as { readonly sandboxImage?: unknown } | null)?.sandboxImage
    return typeof image === "string" && image !== "" ? image : undefined
  } catch {
    // The verbose map is for people; a form we do not know tells us nothing.
    return undefined
  }
}
