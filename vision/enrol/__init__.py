"""What a box learns of its own site: a small correction of one attribute, on the network's frozen embedding."""
