"""`sunkitchen eval`: how good the networks, and the whole product, are on what somebody labelled."""
