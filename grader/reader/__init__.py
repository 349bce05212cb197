"""The reader: a process that takes apart what a student packed, an archive or a notebook.

Parsers of hostile bytes have faults, so they run where a fault is worth nothing: in a process of their own that lives
for one file, is confined like one that runs a submission, holds no submission's code and no secret, and may write
nowhere. It gets the file as an open descriptor and a bound for everything, and tells names and bytes over a channel.
Whether a name may be written is not decided here but by whoever asked (`grader.submission`), who believes none of it.

Only `messages` is for others to import. Standard library and msgspec alone at the top; nbformat for a notebook.
"""
