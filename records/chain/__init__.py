"""The chain: what was recorded, decided and deleted, in order, signed. `links.append` is the only way to write it."""
