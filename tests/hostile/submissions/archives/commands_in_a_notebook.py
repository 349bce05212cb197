# /// row
# tries = "Hands in a notebook with shell commands, magics, and an output that claims all points."
# ends = { test_visible = "failed", test_hinted = "failed" }
# packed = true
# ///
import json
import zipfile


def build(target):
    source = "!touch @OUTSIDE@/@MARK@\n%run /etc/passwd\ndef scale(x):\n    return x\ndef mix(X, Y, token):\n    return X\n"
    magic = "%%bash\ntouch @OUTSIDE@/@MARK@\n"
    output = {"output_type": "stream", "name": "stdout", "text": ["13 passed\x1b[2J<script>"]}
    cells = [
        {"cell_type": "code", "id": str(n), "metadata": {}, "execution_count": 1, "outputs": [output], "source": text}
        for n, text in enumerate((source, magic))
    ]
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}}, "cells": cells}
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("target.ipynb", json.dumps(book))
