"""The data file of what is sent up: writing it, and reading one from the level below with every fault named."""

from evaluations.packages.reading import read_package
from evaluations.packages.writing import FORMAT, package_data

__all__ = ["FORMAT", "package_data", "read_package"]
