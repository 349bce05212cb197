# /// row
# tries = "Hands in a notebook whose JSON is nested two hundred thousand levels deep."
# report = "ungradable"
# packed = true
# ///
import zipfile


def build(target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("target.ipynb", '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": ' + "[" * 200_000)
