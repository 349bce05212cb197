import torch


def gradient(work, weight, X, token):
    return X.sum(dim=0)


def save(work, weight):
    torch.save({"weight": weight}, "layer.pt")


def load(work):
    return torch.load("layer.pt")["weight"]
