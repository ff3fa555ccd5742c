def score(kind, base=1):
    return len(kind) * base


LIMIT = 3
