"""Kills, full and failing disks while recording."""

from support import Short


def killed(context):
    raise Short("there is no recording yet")


def disk(context):
    raise Short("there is no recording yet")
