// Files beside crio.conf, each given to CRI-O 1.36.3, really started, with a pull from a registry that is not there: it
// ends at its start, or fails every pull over its policy, or gets as far as the registry.

export type CrioOutcome = "stops" | "pulls fail" | "fine"

export interface OtherFileCase {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly outcome: CrioOutcome
}

const registries = "etc/containers/registries.conf"
const dropIn = "etc/containers/registries.conf.d/50.conf"
const policy = "etc/containers/policy.json"
const storage = "etc/containers/storage.conf"

export const otherFileCases: readonly OtherFileCase[] = [
  { name: "registries: not toml", path: registries, text: "[[", outcome: "stops" },
  { name: "registries: d not toml", path: dropIn, text: "[[", outcome: "stops" },
  {
    name: "registries: mixed",
    path: registries,
    text: 'unqualified-search-registries=["a.example"]\n[registries.search]\nregistries=["b.example"]\n',
    outcome: "stops",
  },
  {
    name: "registries: v1 only",
    path: registries,
    text: '[registries.search]\nregistries=["b.example"]\n',
    outcome: "fine",
  },
  {
    name: "registries: v1 in d",
    path: dropIn,
    text: '[registries.search]\nregistries=["b.example"]\n',
    outcome: "stops",
  },
  { name: "registries: unknown key", path: registries, text: 'nonsense="x"\n', outcome: "fine" },
  {
    name: "registries: unknown key d",
    path: dropIn,
    text: '[[registry]]\nlocation="a.example"\nmirrors="x"\n',
    outcome: "fine",
  },
  {
    name: "registries: wrong type",
    path: registries,
    text: 'unqualified-search-registries="a.example"\n',
    outcome: "stops",
  },
  {
    name: "registries: scheme loc",
    path: registries,
    text: '[[registry]]\nlocation="https://a.example"\n',
    outcome: "stops",
  },
  {
    name: "registries: scheme mirror",
    path: registries,
    text: '[[registry]]\nlocation="a.example"\n[[registry.mirror]]\nlocation="http://m"\n',
    outcome: "stops",
  },
  { name: "registries: no loc", path: registries, text: "[[registry]]\ninsecure=true\n", outcome: "stops" },
  {
    name: "registries: mirror no loc",
    path: registries,
    text: '[[registry]]\nlocation="a.example"\n[[registry.mirror]]\ninsecure=true\n',
    outcome: "stops",
  },
  {
    name: "registries: trailing slash",
    path: registries,
    text: '[[registry]]\nlocation="a.example/"\n',
    outcome: "fine",
  },
  {
    name: "registries: wildcard",
    path: registries,
    text: '[[registry]]\nprefix="*.a.example"\nlocation="b.example"\n',
    outcome: "fine",
  },
  {
    name: "registries: wildcard noloc",
    path: registries,
    text: '[[registry]]\nprefix="*.a.example"\n',
    outcome: "fine",
  },
  {
    name: "registries: wildcard bad",
    path: registries,
    text: '[[registry]]\nprefix="a.*.example"\nlocation="b.example"\n',
    outcome: "fine",
  },
  {
    name: "registries: wildcard path",
    path: registries,
    text: '[[registry]]\nprefix="*.a.example/x"\nlocation="b.example"\n',
    outcome: "stops",
  },
  {
    name: "registries: search scheme",
    path: registries,
    text: 'unqualified-search-registries=["https://a.example"]\n',
    outcome: "stops",
  },
  {
    name: "registries: search slash",
    path: registries,
    text: 'unqualified-search-registries=["a.example/"]\n',
    outcome: "fine",
  },
  {
    name: "registries: search path",
    path: registries,
    text: 'unqualified-search-registries=["a.example/x"]\n',
    outcome: "stops",
  },
  { name: "registries: short mode", path: registries, text: 'short-name-mode="often"\n', outcome: "stops" },
  { name: "registries: short mode d", path: dropIn, text: 'short-name-mode="often"\n', outcome: "stops" },
  {
    name: "registries: pull mode",
    path: registries,
    text: '[[registry]]\nlocation="a.example"\n[[registry.mirror]]\nlocation="m.example"\npull-from-mirror="often"\n',
    outcome: "stops",
  },
  {
    name: "registries: pull mode ok but mirror-by-digest-only",
    path: registries,
    text: '[[registry]]\nlocation="a.example"\nmirror-by-digest-only=true\n[[registry.mirror]]\nlocation="m.example"\npull-from-mirror="all"\n',
    outcome: "stops",
  },
  {
    name: "registries: pull on primary",
    path: registries,
    text: '[[registry]]\nlocation="a.example"\npull-from-mirror="all"\n',
    outcome: "stops",
  },
  {
    name: "registries: dup same",
    path: registries,
    text: '[[registry]]\nlocation="a.example"\n[[registry]]\nlocation="a.example"\n',
    outcome: "fine",
  },
  {
    name: "registries: dup conflict",
    path: registries,
    text: '[[registry]]\nlocation="a.example"\ninsecure=true\n[[registry]]\nlocation="a.example"\ninsecure=false\n',
    outcome: "stops",
  },
  {
    name: "registries: dup prefix other loc",
    path: registries,
    text: '[[registry]]\nprefix="p.example"\nlocation="a.example"\n[[registry]]\nprefix="q.example"\nlocation="a.example"\ninsecure=true\n',
    outcome: "stops",
  },
  {
    name: "registries: dup blocked",
    path: registries,
    text: '[[registry]]\nlocation="a.example"\nblocked=true\n[[registry]]\nlocation="a.example"\n',
    outcome: "stops",
  },
  { name: "registries: alias bad", path: registries, text: '[aliases]\n"x"="nohost"\n', outcome: "stops" },
  { name: "registries: alias tag", path: registries, text: '[aliases]\n"x"="a.example/x:1"\n', outcome: "stops" },
  { name: "registries: alias name", path: registries, text: '[aliases]\n"x/y"="a.example/x"\n', outcome: "fine" },
  { name: "registries: alias d", path: dropIn, text: '[aliases]\n"X"="a.example/x"\n', outcome: "stops" },
  { name: "registries: helpers", path: registries, text: 'credential-helpers="x"\n', outcome: "stops" },
  {
    name: "registries: crlf",
    path: registries,
    text: 'unqualified-search-registries=["a.example"]\r\n',
    outcome: "fine",
  },
  {
    name: "registries: bom",
    path: registries,
    text: '\ufeffunqualified-search-registries=["a.example"]\n',
    outcome: "fine",
  },
  { name: "policy: empty", path: policy, text: "", outcome: "pulls fail" },
  { name: "policy: null", path: policy, text: "null", outcome: "pulls fail" },
  { name: "policy: []", path: policy, text: "[]", outcome: "pulls fail" },
  { name: "policy: {}", path: policy, text: "{}", outcome: "pulls fail" },
  { name: "policy: default empty", path: policy, text: '{"default":[]}', outcome: "pulls fail" },
  { name: "policy: default obj", path: policy, text: '{"default":{}}', outcome: "pulls fail" },
  { name: "policy: no type", path: policy, text: '{"default":[{}]}', outcome: "pulls fail" },
  {
    name: "policy: dup key",
    path: policy,
    text: '{"default":[{"type":"reject"}],"default":[{"type":"insecureAcceptAnything"}]}',
    outcome: "pulls fail",
  },
  {
    name: "policy: unknown top",
    path: policy,
    text: '{"default":[{"type":"insecureAcceptAnything"}],"x":1}',
    outcome: "pulls fail",
  },
  { name: "policy: unknown type", path: policy, text: '{"default":[{"type":"maybe"}]}', outcome: "pulls fail" },
  {
    name: "policy: extra key",
    path: policy,
    text: '{"default":[{"type":"insecureAcceptAnything","x":1}]}',
    outcome: "pulls fail",
  },
  {
    name: "policy: unknown transport",
    path: policy,
    text: '{"default":[{"type":"insecureAcceptAnything"}],"transports":{"warp":{"":[{"type":"reject"}]}}}',
    outcome: "fine",
  },
  {
    name: "policy: unknown transport bad scope",
    path: policy,
    text: '{"default":[{"type":"insecureAcceptAnything"}],"transports":{"warp":{"":[{"type":"huh"}]}}}',
    outcome: "pulls fail",
  },
  {
    name: "policy: docker scope tagged",
    path: policy,
    text: '{"default":[{"type":"insecureAcceptAnything"}],"transports":{"docker":{"a.example/x:1":[{"type":"insecureAcceptAnything"}]}}}',
    outcome: "fine",
  },
  {
    name: "policy: docker scope wild",
    path: policy,
    text: '{"default":[{"type":"insecureAcceptAnything"}],"transports":{"docker":{"*.a.example":[{"type":"insecureAcceptAnything"}]}}}',
    outcome: "fine",
  },
  {
    name: "policy: docker scope scheme",
    path: policy,
    text: '{"default":[{"type":"insecureAcceptAnything"}],"transports":{"docker":{"https://a.example":[{"type":"insecureAcceptAnything"}]}}}',
    outcome: "fine",
  },
  {
    name: "policy: dir scope relative",
    path: policy,
    text: '{"default":[{"type":"insecureAcceptAnything"}],"transports":{"dir":{"x":[{"type":"insecureAcceptAnything"}]}}}',
    outcome: "pulls fail",
  },
  {
    name: "policy: scope empty list",
    path: policy,
    text: '{"default":[{"type":"insecureAcceptAnything"}],"transports":{"docker":{"a.example":[]}}}',
    outcome: "pulls fail",
  },
  {
    name: "policy: signedBy no key",
    path: policy,
    text: '{"default":[{"type":"signedBy","keyType":"GPGKeys"}]}',
    outcome: "pulls fail",
  },
  {
    name: "policy: signedBy no keyType",
    path: policy,
    text: '{"default":[{"type":"signedBy","keyPath":"/x"}]}',
    outcome: "pulls fail",
  },
  {
    name: "policy: signedBy bad keyType",
    path: policy,
    text: '{"default":[{"type":"signedBy","keyType":"x","keyPath":"/x"}]}',
    outcome: "pulls fail",
  },
  {
    name: "policy: signedBy two keys",
    path: policy,
    text: '{"default":[{"type":"signedBy","keyType":"GPGKeys","keyPath":"/x","keyData":"eA=="}]}',
    outcome: "pulls fail",
  },
  {
    name: "policy: signedBy keyData not base64",
    path: policy,
    text: '{"default":[{"type":"signedBy","keyType":"GPGKeys","keyData":"%%"}]}',
    outcome: "pulls fail",
  },
  {
    name: "policy: sigstore no key",
    path: policy,
    text: '{"default":[{"type":"sigstoreSigned"}]}',
    outcome: "pulls fail",
  },
  {
    name: "policy: trailing",
    path: policy,
    text: '{"default":[{"type":"insecureAcceptAnything"}]} x',
    outcome: "pulls fail",
  },
  {
    name: "policy: comment",
    path: policy,
    text: '// x\n{"default":[{"type":"insecureAcceptAnything"}]}',
    outcome: "pulls fail",
  },
  {
    name: "policy: bom",
    path: policy,
    text: '\ufeff{"default":[{"type":"insecureAcceptAnything"}]}',
    outcome: "pulls fail",
  },
  { name: "policy: reject", path: policy, text: '{"default":[{"type":"reject"}]}', outcome: "fine" },
  {
    name: "policy: case",
    path: policy,
    text: '{"Default":[{"type":"insecureAcceptAnything"}]}',
    outcome: "pulls fail",
  },
  { name: "storage: not toml", path: storage, text: '[storage\ndriver = "vfs"\n', outcome: "stops" },
  { name: "storage: number for a path", path: storage, text: "[storage]\nrunroot = 5\n", outcome: "stops" },
  { name: "storage: unknown keys", path: storage, text: '[storage]\ndrivr = "vfs"\n[other]\na = 1\n', outcome: "fine" },
  {
    name: "storage: as it is packaged",
    path: storage,
    text: '[storage]\ndriver = "vfs"\nrunroot = "/run/containers/storage"\ngraphroot = "/var/lib/containers/storage"\n',
    outcome: "fine",
  },
]
