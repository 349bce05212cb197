def factor():
    return 1
