"""Asks machines of the open web for something, and believes nothing they say about its size.

Never inside a web request and never inside a transaction: a machine may take all its seconds.
"""

from scheduler.fetching.client import Answer as Answer
from scheduler.fetching.client import Client as Client
from scheduler.fetching.resolving import Resolver as Resolver
