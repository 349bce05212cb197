# /// row
# tries = "Saves a checkpoint that runs a command when it is loaded."
# ends = { test_checkpoint = "error" }
# ///
import os
import pickle


class Payload:
    def __reduce__(self):
        return os.system, ("touch @OUTSIDE@/@MARK@",)


def save_layer(layer, name):
    with open(name, "wb") as file:
        pickle.dump({"weight": Payload()}, file)
