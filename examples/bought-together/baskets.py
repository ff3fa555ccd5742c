"""What the window spec asks of several weeks of baskets. Any Python module beside a spec can be imported by it."""


def total(counts):
    """One map out of many: the sum of each key's values."""
    result = {}
    for count in counts:
        for key, n in count.items():
            result[key] = result.get(key, 0) + n
    return result


def strongest(pairs, products, orders, n, support_min):
    """The n pairs of the highest lift as [pair, orders, lift], of those that are in at least support_min orders.

    Lift is how many times more often two products share a basket than they would if neither cared for the other.
    """
    found = []
    for pair, together in pairs.items():
        if together >= support_min:
            a, b = pair.split(' + ')
            found.append([pair, together, round(together * orders / (products[a] * products[b]), 3)])
    return sorted(found, key=lambda entry: (-entry[2], entry[0]))[:n]
