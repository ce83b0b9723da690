"""Capture files with faults."""

from support import Short


def mutated(context):
    raise Short("there is no reading of capture files yet")
