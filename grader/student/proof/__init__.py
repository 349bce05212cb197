"""The proof that calling what a submission defines leaves nothing behind, made from its source: nothing is run.

`grader.student.stateless` is the entry, and the only one. Its parts, from the ground up:

* `harmless` lists the names of Python's and torch's that may be used,
* `modules` tells what the names at the top of a source stand for,
* `program` holds what is known of all sources together,
* `expressions`, `calls` and `bodies` look at every node of every function, and refuse what they do not know.
"""
