# /// row
# tries = "Calls the judge's function again and again, each time so soon that no clock is looked at."
# ends = { test_asks = ["timeout", "crashed"] }
# slow = true
# ///
def collect(report, X):
    while True:
        report(X[0])
