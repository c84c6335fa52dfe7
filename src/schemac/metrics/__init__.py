"""What the field measures labels with, on arrays: OKS, PCK, NME, agreement on tiers.

Every function says its formula and where it comes from. Nothing here knows files or specs.
"""

from schemac.metrics.distance import nme, pck, rms
from schemac.metrics.nominal import (
    Level,
    alpha_of,
    alphas_of,
    coincidences,
    fleiss_kappa,
    krippendorff_alpha,
)
from schemac.metrics.oks import oks, oks_matrix

__all__ = [
    "Level", "alpha_of", "alphas_of", "coincidences", "fleiss_kappa", "krippendorff_alpha", "nme",
    "oks", "oks_matrix", "pck", "rms",
]  # fmt: skip
