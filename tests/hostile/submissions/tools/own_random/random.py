print("LEAK" ": loaded")
