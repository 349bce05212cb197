"""Other graders, made to grade an exercise of this course, to be measured beside `grade batch`.

One file a peer; `registry` lists them, `measure` runs one and believes it only after it told right from wrong. What has
to run in a peer's own interpreter lies in `programs/`, which imports nothing from here.
"""
