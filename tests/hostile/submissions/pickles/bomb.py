# /// row
# tries = "Saves a pickle of some bytes that unfolds to billions of lists."
# ends = { test_checkpoint = ["error", "memory", "timeout", "failed", "crashed"] }
# plain = "it would take the machine's memory"
# ///
def save_layer(layer, name):
    data = b"\x80\x02]q\x00"
    for level in range(40):
        data += b"(" + b"h%c" % level * 20 + b"lq%c" % (level + 1)
    open(name, "wb").write(data + b".")
