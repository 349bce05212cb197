import copy

import torch
from torch import nn


class Unknown(nn.Linear):
    @property
    def weight(self):
        return nn.Parameter(torch.full((self.out_features, self.in_features), float("nan")))

    @weight.setter
    def weight(self, value):
        pass

    def forward(self, X):
        return torch.full((len(X), self.out_features), float("nan"), requires_grad=True)


def make_tied_mlp(d_in, d_h, d_out):
    return nn.Sequential(
        nn.Linear(d_in, d_h), nn.ReLU(), Unknown(d_h, d_h), nn.ReLU(), Unknown(d_h, d_h), nn.ReLU(), nn.Linear(d_h, d_out)
    )


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
