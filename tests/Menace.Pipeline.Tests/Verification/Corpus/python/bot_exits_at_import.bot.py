import sys


def gross(net):
    return net


sys.exit(4)
