open("@OUTSIDE@/@MARK@", "w").close()
