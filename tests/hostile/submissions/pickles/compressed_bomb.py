# /// row
# tries = "Saves a zip whose one record unfolds to gigabytes of zeros."
# ends = { test_checkpoint = ["error", "memory", "crashed"] }
# plain = "it would take the machine's memory"
# ///
import zipfile


def save_layer(layer, name):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("archive/data.pkl", "w", force_zip64=True) as record:
            for _ in range(300):
                record.write(bytes(2**20))
        archive.writestr("archive/version", "3\n")
