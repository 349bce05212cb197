# /// row
# tries = "Calls the judge's function from threads, many at a time."
# ends = { test_asks = ["failed", "crashed"] }
# ///
import threading


def collect(report, X):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(report(X[0]))) for _ in range(8)]
    threading.excepthook = lambda *a: None
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answers)
