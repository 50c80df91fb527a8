"""质量: how good the flags are, in plots that have their numbers beside them."""
