"""Another right answer: the twin loads the state of the tied net; records are deep copies."""

import copy

import torch
from torch import nn


def _layers(d_in, d_h, d_out, hidden):
    return [nn.Linear(d_in, d_h), nn.ReLU(), hidden[0], nn.ReLU(), hidden[1], nn.ReLU(), nn.Linear(d_h, d_out)]


def make_tied_mlp(d_in, d_h, d_out):
    """Put one layer into a list twice."""
    return nn.Sequential(*_layers(d_in, d_h, d_out, [nn.Linear(d_h, d_h)] * 2))


def train(net, X, y, lr, steps):
    """Train by SGD; the gradients are cleared right before they are computed."""
    trainer = torch.optim.SGD(list(net.parameters()), lr=lr, momentum=0.0)
    criterion = nn.MSELoss()
    history = []
    for _step in range(steps):
        output = net(X)
        loss = criterion(output, y)
        net.zero_grad(set_to_none=False)
        loss.backward()
        history.append(
            copy.deepcopy(
                {
                    "grad4": net[4].weight.grad,
                    "grad2": net[2].weight.grad,
                    "weight4": net[4].weight,
                    "weight2": net[2].weight,
                    "loss": loss.detach().tolist(),
                }
            )
        )
        trainer.step()
    return history


def untied_twin(net):
    """The state names both positions, so that an untied net of the same sizes can load it."""
    d_h, d_in = net[0].weight.shape
    twin = nn.Sequential(*_layers(d_in, d_h, len(net[6].bias), [nn.Linear(d_h, d_h), nn.Linear(d_h, d_h)]))
    twin.to(net[0].weight.dtype).load_state_dict(net.state_dict())
    return twin
