"""Tags on the ratio axis: moved apart where they would overlap."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], height_px: float, low_px: float, high_px: float) -> list[float]:
    """Return centres of tags as near as possible to the wanted ones, in the same order, without overlap.

    Least squares under the order of the tags: with the k-th tag's centre lowered by k heights, "no overlap" becomes
    "not decreasing", which pooling adjacent violators solves (Barlow et al. 1972).

    Parameters
    ----------
    wanted
        Wanted centres [px].
    height_px
        Height of a tag with its gap [px].
    low_px, high_px
        Smallest and largest centre [px], kept as long as there is room.

    >>> spread([100.0, 104.0, 200.0], 20.0, 0.0, 300.0)
    [92.0, 112.0, 200.0]
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    pools: list[tuple[float, int]] = []
    for place, index in enumerate(order):
        total, count = wanted[index] - place * height_px, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, size = pools.pop()
            total, count = total + before, count + size
        pools.append((total, count))
    highest = high_px - (len(wanted) - 1) * height_px
    lowered = [max(low_px, min(total / count, highest)) for total, count in pools for _ in range(count)]
    centres = [0.0] * len(wanted)
    for place, index in enumerate(order):
        centres[index] = lowered[place] + place * height_px
    return centres
