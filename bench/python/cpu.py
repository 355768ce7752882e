"""How both references count what they took."""

import time


def least(work, rounds):
    """CPU seconds of the quickest round: one that other programs on the machine did not disturb."""
    took = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)
