// What a setting accepts, in Chinese; by the English clause, which stands in the argument of a fault. A part of
// phrases.ts.

export const acceptedPhrases: Readonly<Record<string, string>> = {
  "a registry prefix such as registry.k8s.io": "镜像仓库前缀，例如 registry.k8s.io",
  "a version such as 1.37 or v1.36.4": "版本号，例如 1.37 或 v1.36.4",
  "a version such as 1.37 or v1.36.4, in quotes": "带引号的版本号，例如 1.37 或 v1.36.4",
  "a release such as 2.3 or 2.3.4": "版本号，例如 2.3 或 2.3.4",
  "a name such as br_netfilter": "名称，例如 br_netfilter",
  "KEY=VALUE such as vm.overcommit_memory=1": "KEY=VALUE，例如 vm.overcommit_memory=1",
  "--ip-forward or --no-ip-forward for this key": "对这个键请使用 --ip-forward 或 --no-ip-forward",
  "HOST=URL such as registry.k8s.io=https://mirror.example.com":
    "HOST=URL，例如 registry.k8s.io=https://mirror.example.com",
  "HOST=URL such as registry.k8s.io=https://mirror.example.com, or *=URL for every registry":
    "HOST=URL，例如 registry.k8s.io=https://mirror.example.com；*=URL 表示所有镜像仓库",
  "HOST,mirror=URL,ca=FILE,client_cert=FILE,client_key=FILE,skip_verify,override_path such as registry.k8s.io,mirror=https://mirror.example.com,ca=/etc/ssl/mirror.pem":
    "HOST,mirror=URL,ca=FILE,client_cert=FILE,client_key=FILE,skip_verify,override_path，例如 registry.k8s.io,mirror=https://mirror.example.com,ca=/etc/ssl/mirror.pem",
  "NAME=BINARY such as crun=/usr/bin/crun, a program that takes runc's command line":
    "NAME=BINARY，例如 crun=/usr/bin/crun，即接受 runc 命令行的程序",
  "names, addresses and ranges parted by commas, such as .example.com,10.0.0.0/8":
    "以逗号分隔的名称、地址和网段，例如 .example.com,10.0.0.0/8",
  "SOFT:HARD such as 1024:524288, or one number for both; never infinity, which slows programs down":
    "SOFT:HARD，例如 1024:524288，或二者共用的一个数字；不能是 infinity，它会拖慢程序",
  "a URL such as https://mirror.example.com/files, behind which the host and the path are put":
    "URL，例如 https://mirror.example.com/files，主机和路径接在其后",
  "the absolute path of a file that sha256sum could have written": "由 sha256sum 写出的那种文件的绝对路径",
  "the absolute path of an image archive, as docker save writes it": "由 docker save 写出的镜像归档的绝对路径",
  "the number of a run, as criadm history lists it": "criadm history 列出的执行编号",
}
