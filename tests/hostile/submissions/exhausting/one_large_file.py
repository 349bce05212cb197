# /// row
# tries = "Writes one file without end."
# ends = { test_visible = ["error", "crashed"] }
# plain = "it would fill the disk"
# ///
def scale(x):
    with open("hoard", "wb", buffering=0) as file:
        while file.write(bytes(2**20)):
            pass
    return x
