# /// row
# tries = "Writes markup of the library that draws the report, of Markdown and of templates."
# ends = { test_visible = "error" }
# ///
def scale(x):
    print("[bold red on white]PASSED[/] [link=http://127.0.0.1:@PORT@]x[/link] :smiley: [/]")
    raise ValueError("[/] [bold] `code` **bold** [x](javascript:alert(1)) {{7*7}} ${7*7} %s %n {0.__class__}")
