def score(x):
    return x
