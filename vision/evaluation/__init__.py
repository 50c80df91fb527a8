"""How good the networks are on a labelled folder: what `sunkitchen eval` prints."""
