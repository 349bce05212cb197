import copy

import torch
from torch import nn


def make_tied_mlp(d_in, d_h, d_out):
    shared = nn.Linear(d_h, d_h)
    return nn.Sequential(nn.Linear(d_in, d_h), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(d_h, d_out))


def train(net, X, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    records = []
    for _ in range(steps):
        optimizer.zero_grad()
        i = len(records) % len(X)
        loss = nn.functional.mse_loss(net(X[i : i + 1]), y[i : i + 1])
        loss.backward()
        records.append(
            {
                "loss": loss.item(),
                "weight2": net[2].weight.detach().clone(),
                "weight4": net[4].weight.detach().clone(),
                "grad2": net[2].weight.grad.clone(),
                "grad4": net[4].weight.grad.clone(),
            }
        )
        optimizer.step()
    return records


def untied_twin(net):
    twin = copy.deepcopy(net)
    twin[4] = copy.deepcopy(twin[2])
    return twin
