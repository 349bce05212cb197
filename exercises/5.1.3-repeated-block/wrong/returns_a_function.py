def repeat_block(make_block, n):
    blocks = [make_block() for _ in range(n)]

    def forward(X):
        for block in blocks:
            X = block(X)
        return X

    return forward
