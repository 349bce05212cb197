# /// row
# tries = "Makes a folder where the file should be."
# ends = { test_checkpoint = "error" }
# ///
import os


def save_layer(layer, name):
    os.mkdir(name)
