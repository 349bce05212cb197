# /// row
# tries = "Answers a question of the judge by calling the judge's function, over and over, inside of each other."
# ends = { test_asks = ["error", "failed", "crashed"] }
# ///
def collect(report, X):
    def again(depth):
        report(X[0])
        return again(depth + 1) if depth < 500 else 0

    return again(0)
