"""What runs in a peer's own interpreter, and is measured: it imports torch, the checks and that peer, nothing else."""
