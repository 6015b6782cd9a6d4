// What a component must answer. One file per component gives one `define({...})`; known.ts lists them by
// their `listed.ts`.
// A component reads the node through `Look`, and everything else it says follows from its own facts: pure.

import type { ReadingMachine } from "../machine/reading.ts"
import type { Answers } from "../model/answers.ts"
import type { Change } from "../model/change.ts"
import type { Explanation } from "../model/explanation.ts"
import type { Fact } from "../model/facts/fact.ts"
import type { Label } from "../model/facts/label.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { Fault } from "../model/fault.ts"
import type { Finding } from "../model/finding.ts"
import type { Reason } from "../model/message.ts"
import type { Expectation, Judgement, Reading } from "../model/plan.ts"
import type { InitSystemId, ServiceFacts } from "../model/service.ts"
import type {
  CgroupDriver,
  ExplainedSetting,
  HandlerBinary,
  KernelPreset,
  KernelValue,
  OpenFiles,
  Registry,
  RegistryMirror,
} from "../model/setting.ts"
import type { Range } from "../model/since.ts"
import type { Says } from "../wording/texts.ts"
import type { InstallPart } from "./install-part.ts"
import type { OciRuntimeFact } from "./oci-runtimes/facts.ts"
import type { Places } from "./places.ts"
import type { HandlerInForce, NeededProgram, RuntimePart, Support, Switch } from "./runtime-part.ts"

/** What a component may look at while it is detected. */
export interface Look {
  readonly machine: ReadingMachine
  readonly initSystem: InitSystemId
  /** What this run or, where it says nothing, the last kept one was asked for: for some answers more is looked at. */
  readonly answers: Answers
  /**
   * No findings are made of what is seen. Then no program is asked for what only they need: what a runtime makes of its
   * files, and the releases of OCI runtimes.
   */
  readonly isUnjudged?: boolean
  /**
   * The first of these services that the init system knows (all its files merged); else, where a program is given, the
   * one of another name that is defined to start a program of that name, a running one before others; or undefined.
   * `onDefined` may hear the command and environment of one of `names` before its state is known, to ask programs meanwhile.
   */
  service(
    names: readonly string[],
    program?: string,
    onDefined?: (command: readonly string[], environment: ServiceFacts["environment"]) => void,
  ): Promise<ServiceFacts | undefined>
  /** Every service that starts a program of this name, whatever the service is called: as defined, and as it runs. */
  services(program: string): Promise<readonly ServiceFacts[]>
  /** What the person said the runtime's release is (--runtime-version), where its program cannot be asked. */
  readonly statedVersion?: string
  /**
   * The release that the runtime of this name answers over CRI at one of its usual endpoints, for where its program
   * cannot be asked: a host that is looked at from a container. Undefined: nobody answers, or another runtime.
   */
  servedVersion?(endpoint: string, runtimeName: string): Promise<Fact<string> | undefined>
}

/** The few words about a component that other stages and the faces need, whatever component it is. */
export interface Summary {
  readonly isInstalled: boolean
  /** As the program says it, or as stated. */
  readonly version?: string
  readonly service?: ServiceFacts
  /** Runtimes: "unix:///run/containerd/containerd.sock". The kubelet: the one it uses. */
  readonly endpoint?: string
  /** Runtimes: whether the configuration serves CRI at all. Undefined: not known. */
  readonly servesCri?: boolean
  /** Whether something listens on that endpoint. Undefined: not known. */
  readonly isListening?: boolean
  /** Runtimes: the stopped service whose socket the init system holds: whoever connects starts it. */
  readonly startsWhenAsked?: ServiceFacts
  /** Runtimes: the driver as configured; undefined when it is not known or the handlers differ. */
  readonly cgroupDriver?: CgroupDriver
  /** Runtimes: the effective sandbox image as configured. */
  readonly sandboxImage?: string
  /** The kubelet: whether it has a configuration on this node. */
  readonly hasConfiguration?: boolean
  /** The kubelet: whether its release asks the runtime for the cgroup driver (RuntimeConfig) where the runtime tells it. */
  readonly asksRuntimeForDriver?: boolean
  /** The kubelet: whether its program is on the node; a configuration or kubeadm alone counts as installed too. */
  readonly hasProgram?: boolean
  /** The kubelet: the version of kubeadm beside it. */
  readonly kubeadmVersion?: string
  /** The kubelet: where it says whether it is healthy. */
  readonly healthUrl?: string
  /** The kubelet: kubeadm of its release reads the runtime's endpoint from the node object. */
  readonly isAnnotated?: boolean
  /** The kubelet: the name under which the cluster knows this node, where it does not follow the host's. */
  readonly nodeName?: string
  /** The kubelet: it is told failCgroupV1: false, by its configuration or by a flag. */
  readonly allowsCgroupV1?: boolean
  /** The kubelet: addresses of the cluster's DNS, which lie in the range of its services. */
  readonly clusterDns?: readonly string[]
  /** Rows for `criadm detect`: label and text, most important first. */
  readonly rows: readonly { readonly label: Label; readonly text: string; readonly source?: string }[]
}

/** What the node shall be, as far as a component can bring it about: answers with the choices already made. */
export interface Wanted {
  /** Id of the runtime chosen. A runtime that is not chosen is left alone. */
  readonly runtime: string
  /** The endpoint of that runtime. */
  readonly endpoint: string
  /** Undefined: keep what there is. */
  readonly cgroupDriver?: CgroupDriver
  /** Undefined: keep what there is. */
  readonly sandboxImage?: string
  readonly registryMirrors: readonly RegistryMirror[]
  readonly registries?: readonly Registry[]
  readonly ipForward?: boolean
  /** Whether the kubelet's side is brought in line. */
  readonly kubelet: boolean
  readonly resetConfig: boolean
  /** Whether crictl is configured for that runtime. Undefined: no. */
  readonly crictlConfig?: boolean
  /** The runtime's release answers RuntimeConfig, so a kubelet of 1.31+ takes the driver from it. */
  readonly runtimeTellsDriver: boolean
  /** The runtime's driver will be another one than now; a kubelet that asks the runtime asks only when it starts. */
  readonly runtimeDriverChanges?: boolean
  readonly kubernetesVersion?: string
  readonly proxy?: string
  readonly noProxy?: readonly string[]
  readonly openFiles?: OpenFiles
  readonly handlers?: readonly HandlerBinary[]
  readonly sysctl?: readonly KernelValue[]
  readonly module?: readonly string[]
  readonly swap?: "keep" | "off"
  readonly "kernel-preset"?: KernelPreset
  /** The runtime's own files are rewritten in this schema, and nothing else is done. */
  readonly schema?: string
}

/**
 * What a component would do. Service changes are given without regard to other components: decide orders them and
 * keeps one per service.
 */
export interface Contribution {
  readonly changes: readonly Change[]
  readonly readings: readonly Reading[]
  readonly judgements: readonly Judgement[]
  readonly expectations: readonly Expectation[]
  /** Why it cannot be done; a contribution with refusals has no changes. */
  readonly refusals: readonly Fault[]
  readonly notes: readonly Reason[]
  /** The file that starts over from the release's own default: what was in it is kept beside it. */
  readonly startsOver?: string
  /** What changes counts from the next start, and there is no service that could be told to start. */
  readonly startsLater?: boolean
}

export const nothingToContribute: Contribution = {
  changes: [],
  readings: [],
  judgements: [],
  expectations: [],
  refusals: [],
  notes: [],
}

/** One trouble, one finding: where two judges saw the same thing, the one who knows more about it speaks. */
export interface Supersede {
  readonly spoken: Finding["code"]
  readonly silent: Finding["code"]
  /** Also when the two are findings about different components. */
  readonly acrossComponents: boolean
}

/**
 * The long names of the flags of its service's program, of every release. A name that is none of them ends it before it
 * reads anything; pflag, urfave/cli. `program`: how the program's file name begins.
 */
export interface ProgramFlags {
  readonly program: string
  names(): ReadonlySet<string>
  /** The releases of which these are known to be all there are. Absent: of none. */
  readonly complete?: Range
}

/** What is known of a component before a node is looked at. */
export interface ComponentWords {
  /** Permanent: it is the value of --runtime and the key of the component's facts. */
  readonly id: string
  /** Its name in sentences: "containerd", "Docker Engine". */
  readonly name: string
  readonly role: "runtime" | "companion" | "kubelet" | "client" | "kernel"
  /** Its codes in every language, with examples. */
  readonly says: Says
  /** Runtimes: until when its project mends which series of it. */
  readonly support?: Support
}

export interface ComponentDefinition<Own> extends ComponentWords {
  /** Where each setting lives in its files, or why it has no place there. */
  readonly places: Places
  /** Keys, flags (without dashes) and variables of its files whose values it judges: shown in facts that are shared. */
  readonly judgedKeys: readonly string[]
  /** The same, as far as they follow from what was looked at. */
  alsoJudged?(own: Own): readonly string[]
  /** Never throws; what cannot be known is said in the facts. */
  detect(look: Look): Promise<Own>
  /** Runtimes that may be there more than once: the one that serves CRI at this endpoint; undefined: none does. */
  detectAt?(look: Look, endpoint: string): Promise<Own | undefined>
  summarize(own: Own, node: NodeFacts): Summary
  /** Undefined: this component has nothing to say about that setting. */
  explain(setting: ExplainedSetting, own: Own, node: NodeFacts): readonly Explanation[]
  findings(own: Own, node: NodeFacts): readonly Finding[]
  contribute(wanted: Wanted, own: Own, node: NodeFacts): Contribution
  readonly programFlags?: ProgramFlags
  /** Findings of its own that another one makes superfluous, or that make one superfluous. */
  readonly supersedes?: readonly Supersede[]
  readonly runtime?: RuntimePart<Own>
  readonly install?: InstallPart
}

/** A component with its facts' type sealed in: everyone outside speaks of NodeFacts only. */
export interface Component extends ComponentWords {
  readonly places: Places
  readonly judgedKeys: readonly string[]
  alsoJudged?(node: NodeFacts): readonly string[]
  detect(look: Look): Promise<unknown>
  detectAt?(look: Look, endpoint: string): Promise<unknown>
  summarize(node: NodeFacts): Summary
  explain(setting: ExplainedSetting, node: NodeFacts): readonly Explanation[]
  findings(node: NodeFacts): readonly Finding[]
  contribute(wanted: Wanted, node: NodeFacts): Contribution
  readonly programFlags?: ProgramFlags
  readonly supersedes?: readonly Supersede[]
  readonly runtime?: SealedRuntimePart
  readonly install?: InstallPart
}

interface SealedRuntimePart
  extends Omit<
    RuntimePart<never>,
    | "configurationDump"
    | "losesOpenFiles"
    | "readsLayoutFrom"
    | "tellsDriver"
    | "keepsProxy"
    | "keepsOpenFiles"
    | "handlerPrograms"
    | "ociRuntimes"
    | "handlers"
    | "labelsPods"
    | "injectsDevices"
    | "schemaOf"
  > {
  schemaOf(node: NodeFacts): { readonly file: string; readonly newest: string } | undefined
  handlers(node: NodeFacts): readonly HandlerInForce[]
  labelsPods(node: NodeFacts): Switch | undefined
  injectsDevices(node: NodeFacts): Switch | undefined
  configurationDump(node: NodeFacts): readonly string[] | undefined
  losesOpenFiles(node: NodeFacts): boolean
  readsLayoutFrom(node: NodeFacts): string | undefined
  tellsDriver(node: NodeFacts): boolean
  keepsProxy(node: NodeFacts): boolean
  keepsOpenFiles(node: NodeFacts): boolean
  handlerPrograms(node: NodeFacts): readonly NeededProgram[]
  ociRuntimes(node: NodeFacts): readonly OciRuntimeFact[]
}

const absent: Summary = { isInstalled: false, rows: [] }

/** Seals a definition. The one cast from a component's facts in NodeFacts back to their own type is here. */
export function define<Own>(definition: ComponentDefinition<Own>): Component {
  const own = (node: NodeFacts) => node.components[definition.id] as Own | undefined
  const withOwn = <T>(node: NodeFacts, otherwise: T, use: (facts: Own) => T): T => {
    const facts = own(node)
    return facts === undefined ? otherwise : use(facts)
  }
  const part = definition.runtime
  return {
    id: definition.id,
    name: definition.name,
    role: definition.role,
    says: definition.says,
    ...(definition.support === undefined ? {} : { support: definition.support }),
    places: definition.places,
    get judgedKeys() {
      return definition.judgedKeys
    },
    alsoJudged: (node) => withOwn(node, [], (facts) => definition.alsoJudged?.(facts) ?? []),
    detect: (look) => definition.detect(look),
    ...(definition.detectAt === undefined ? {} : { detectAt: definition.detectAt }),
    ...(definition.install === undefined ? {} : { install: definition.install }),
    summarize: (node) => withOwn(node, absent, (facts) => definition.summarize(facts, node)),
    explain: (setting, node) => withOwn(node, [], (facts) => definition.explain(setting, facts, node)),
    ...(definition.programFlags === undefined ? {} : { programFlags: definition.programFlags }),
    ...(definition.supersedes === undefined ? {} : { supersedes: definition.supersedes }),
    findings: (node) => withOwn(node, [], (facts) => definition.findings(facts, node)),
    contribute: (wanted, node) =>
      withOwn(node, nothingToContribute, (facts) => definition.contribute(wanted, facts, node)),
    ...(part === undefined
      ? {}
      : {
          runtime: {
            ...part,
            configurationDump: (node: NodeFacts) => withOwn(node, undefined, (facts) => part.configurationDump(facts)),
            readsLayoutFrom: (node: NodeFacts) => withOwn(node, undefined, (facts) => part.readsLayoutFrom?.(facts)),
            losesOpenFiles: (node: NodeFacts) => withOwn(node, false, (facts) => part.losesOpenFiles?.(facts) ?? false),
            handlers: (node: NodeFacts) => withOwn(node, [], (facts) => part.handlers?.(facts, node) ?? []),
            labelsPods: (node: NodeFacts) => withOwn(node, undefined, (facts) => part.labelsPods?.(facts)),
            injectsDevices: (node: NodeFacts) => withOwn(node, undefined, (facts) => part.injectsDevices?.(facts)),
            schemaOf: (node: NodeFacts) => withOwn(node, undefined, (facts) => part.schemaOf?.(facts, node)),
            keepsOpenFiles: (node: NodeFacts) => withOwn(node, false, (facts) => part.keepsOpenFiles?.(facts) ?? false),
            keepsProxy: (node: NodeFacts) => withOwn(node, false, (facts) => part.keepsProxy?.(facts) ?? false),
            tellsDriver: (node: NodeFacts) => withOwn(node, false, (facts) => part.tellsDriver(facts, node)),
            ociRuntimes: (node: NodeFacts) => withOwn(node, [], (facts) => part.ociRuntimes?.(facts) ?? []),
            handlerPrograms: (node: NodeFacts) =>
              withOwn(node, [], (facts) => part.handlerPrograms?.(facts, node) ?? []),
          },
        }),
  }
}
