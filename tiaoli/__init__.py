"""条理 Tiaoli: a regulation that can be run, explained and published. Users import only this package."""

from tiaoli.policy import Policy, PolicyError, RequestError, load

__all__ = ["Policy", "PolicyError", "RequestError", "load"]
__version__ = "0.1.0"
