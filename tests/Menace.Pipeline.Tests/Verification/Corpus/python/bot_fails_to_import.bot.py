VALUE = {}["missing"]


def gross(net):
    return net + VALUE
