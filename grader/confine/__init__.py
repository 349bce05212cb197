"""Kernel confinement of the process that runs a submission.

One mechanism a file, and a flat list that applies them (`apply.MECHANISMS`):

* `descriptors` closes whatever the student's process inherited and need not have,
* `limits` sets the rlimits,
* `privileges` gives up everything that a root or a setuid program could give back,
* `landlock` leaves the files named in the policy and nothing else,
* `seccomp` leaves the system calls named in `rules` and nothing else.

`mounts` gives the zygote, and with it all of them, a view of the file system in which reading leaves no traces.
`policy` holds the values that go in and come out, `kernel` the raw calls, `syscalls` their numbers, `bpf` the
assembler of the filter. `probe` tells what a machine can do, `trial` tries it in a child, `paths` tells what an
interpreter reads; `cgroups` and `work` are the parent's side of the limits.

This package is imported by the untrusted side: standard library and msgspec only.
"""
