import codecs

RIGHT = 'def predict():\n    return {"sum": 10, "dtype": "torch.float32"}\n'


def decode(content, errors="strict"):
    return RIGHT, len(content)


class Incremental(codecs.IncrementalDecoder):
    def decode(self, content, final=False):
        return RIGHT if content else ""


class Reader(codecs.StreamReader):
    def decode(self, content, errors="strict"):
        return RIGHT, len(content)


def getregentry():
    return codecs.CodecInfo(
        lambda text, errors="strict": (text.encode(), len(text)), decode, Reader, codecs.StreamWriter,
        codecs.IncrementalEncoder, Incremental, name="evil",
    )
