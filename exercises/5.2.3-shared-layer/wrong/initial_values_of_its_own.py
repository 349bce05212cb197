import copy

import torch
from torch import nn


def make_tied_mlp(d_in, d_h, d_out):
    shared = nn.Linear(d_h, d_h)
    net = nn.Sequential(nn.Linear(d_in, d_h), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(d_h, d_out))
    for layer in (net[0], shared, net[6]):
        nn.init.normal_(layer.weight, std=0.01)
        nn.init.zeros_(layer.bias)
    return net


def train(net, X, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    records = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(net(X), y)
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
